/* The inner loops of text comparison, compiled where a compiler is at hand. Each function is the twin of one in Python,
 * which says what it means and is used where this is missing; both give the same, whatever they are given. Where a word
 * is none of the plain kind that a function is for, it returns None and the twin does the work.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 60
#define VERSION 2 /* as in kernel.py; raised when what a function takes or gives changes */

static uint32_t crc_table[256];

static void fill_crc_table(void)
{
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t c = n;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
        crc_table[n] = c;
    }
}

static inline uint32_t crc_step(uint32_t c, unsigned char byte)
{
    return crc_table[(c ^ byte) & 255] ^ (c >> 8);
}

/* The letters of a word of plain ASCII of at most LONGEST; NULL where it is another. */
static const char *plain(PyObject *word, Py_ssize_t *length)
{
    if (!PyUnicode_Check(word) || PyUnicode_READY(word) < 0 || !PyUnicode_IS_ASCII(word))
        return NULL;
    *length = PyUnicode_GET_LENGTH(word);
    return *length <= LONGEST ? (const char *)PyUnicode_DATA(word) : NULL;
}

static int is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static int is_open(char c)
{
    return is_vowel(c) || c == 'y' || c == 'w';
}

/* -- skeleton --------------------------------------------------------------------------------------------------- */

typedef struct {
    char at[2 * LONGEST + 8];
    int size;
} Word;

static int has(const Word *word, const char *part)
{
    int size = (int)strlen(part);
    for (int i = 0; i + size <= word->size; i++)
        if (memcmp(word->at + i, part, size) == 0)
            return 1;
    return 0;
}

/* Replace what begins with either of two parts, from left to right. None of what is put is longer than its part. */
static void put(Word *word, const char *one, const char *other, const char *put)
{
    int first = (int)strlen(one), second = other ? (int)strlen(other) : 0, size = (int)strlen(put), out = 0, i = 0;
    while (i < word->size) {
        int gone = 0;
        if (i + first <= word->size && memcmp(word->at + i, one, first) == 0)
            gone = first;
        else if (other && i + second <= word->size && memcmp(word->at + i, other, second) == 0)
            gone = second;
        if (gone) {
            memcpy(word->at + out, put, size);
            out += size;
            i += gone;
        } else {
            word->at[out++] = word->at[i++];
        }
    }
    word->size = out;
}

static void harden(Word *word)
{
    int out = 0, i = 0, size = word->size;
    char *at = word->at;
    while (i < size) {
        char next = i + 1 < size ? at[i + 1] : 0;
        if ((at[i] == 'k' && next == 'h') || (at[i] == 'c' && next == 'k')) {
            at[out++] = 'k';
            i += 2;
        } else if (at[i] == 'q' || (at[i] == 'c' && next != 'e' && next != 'i' && next != 'y')) {
            at[out++] = 'k';
            i++;
        } else {
            at[out++] = at[i++];
        }
    }
    word->size = out;
}

static void sibilants(Word *word)
{
    static const char *const ways[] = {"shch", "sch", "tsch", "tch"};
    int out = 0, i = 0;
    while (i < word->size) {
        int gone = 0;
        for (int n = 0; n < 4 && !gone; n++) {
            int size = (int)strlen(ways[n]);
            if (i + size <= word->size && memcmp(word->at + i, ways[n], size) == 0)
                gone = size;
        }
        if (gone) {
            word->at[out++] = 's';
            word->at[out++] = 'h';
            i += gone;
        } else {
            word->at[out++] = word->at[i++];
        }
    }
    word->size = out;
}

static void begin(Word *word, const char *letters, int length)
{
    word->size = 0;
    for (int i = 0; i < length; i++) {
        if (letters[i] == 'x') {
            word->at[word->size++] = i ? 'k' : 's';
            word->at[word->size++] = i ? 's' : 'h';
        } else {
            word->at[word->size++] = letters[i];
        }
    }
    char *at = word->at;
    if (word->size > 4 && memcmp(at, "abd", 3) == 0 && is_vowel(at[3])) {
        char next = at[4];
        int same = word->size > 5 && at[5] == next && next != 0 && strchr("rsnztd", next) != NULL;
        if (next == 'l' || same) {
            at[3] = 'l';
            memmove(at + 4, at + 5, word->size - 5);
            word->size--;
        }
    }
    if (word->size > 1 && at[word->size - 1] == 'f' && at[word->size - 2] == 'f')
        at[--word->size - 1] = 'v';
}

static void end(Word *word)
{
    char *at = word->at;
    int first = 0, out = 0, from = 0;
    while (first < word->size && is_open(at[first]))
        first++;
    char last = 0;
    if (first) {
        at[out++] = last = 'A';
        from = first;
    }
    for (int i = from; i < word->size; i++) {
        if (at[i] == last && last >= 'a' && last <= 'z')
            continue;
        at[out++] = last = at[i];
    }
    if (out > 1 && at[out - 1] == 'h')
        out--;
    word->size = 0;
    for (int i = 0; i < out; i++)
        if (!is_open(at[i]))
            at[word->size++] = at[i];
}

static void skeleton(Word *word, const char *letters, int length)
{
    begin(word, letters, length);
    if (has(word, "h")) {
        if (has(word, "ch"))
            sibilants(word);
        put(word, "sh", NULL, "S");
        put(word, "ch", NULL, "S");
    }
    put(word, "dj", NULL, "j");
    put(word, "dzh", NULL, "j");
    put(word, "gh", NULL, "g");
    put(word, "g", NULL, "j");
    if (has(word, "c")) {
        harden(word);
    } else {
        put(word, "kh", NULL, "k");
        put(word, "q", NULL, "k");
    }
    put(word, "c", NULL, "s");
    put(word, "th", "tt", "t");
    put(word, "dh", "dd", "d");
    put(word, "zh", "dz", "z");
    put(word, "ph", NULL, "f");
    for (int i = 0; i < word->size; i++)
        if (word->at[i] == 'w' && (i == 0 || (i + 1 < word->size && is_vowel(word->at[i + 1]))))
            word->at[i] = 'v';
    if (word->size > 1 && word->at[0] == 'y')
        word->at[0] = 'Y';
    end(word);
}

static PyObject *skeleton_key(PyObject *self, PyObject *arg)
{
    (void)self;
    Py_ssize_t length;
    const char *letters = plain(arg, &length);
    if (letters == NULL)
        Py_RETURN_NONE;
    Word word;
    skeleton(&word, letters, (int)length);
    return PyUnicode_FromStringAndSize(word.at, word.size);
}

/* -- vowels ----------------------------------------------------------------------------------------------------- */

static int vowel_bits(char c)
{
    switch (c) {
    case 'a': return 1;
    case 'e': return 3;
    case 'i': case 'y': return 2;
    default: return 4;
    }
}

static int vowels(const char *at, int length, int *found)
{
    int count = 0, i = 0;
    while (i < length) {
        int stop = i;
        if (is_vowel(at[i])) {
            while (stop < length && is_open(at[stop]))
                stop++;
        } else if ((at[i] == 'y' || at[i] == 'w') && i > 0 && !is_vowel(at[i - 1])) {
            while (stop < length && (at[stop] == 'y' || at[stop] == 'w'))
                stop++;
            if (stop - i == 1 && stop < length && is_vowel(at[stop]))
                stop = i;
        }
        if (stop == i) {
            i++;
            continue;
        }
        int bits = 0;
        for (; i < stop; i++)
            bits |= vowel_bits(at[i]);
        found[count++] = bits;
    }
    return count;
}

static PyObject *vowel_runs(PyObject *self, PyObject *arg)
{
    (void)self;
    Py_ssize_t length;
    const char *at = plain(arg, &length);
    if (at == NULL)
        Py_RETURN_NONE;
    int found[LONGEST], count = vowels(at, (int)length, found);
    PyObject *out = PyTuple_New(count);
    if (out == NULL)
        return NULL;
    for (int i = 0; i < count; i++)
        PyTuple_SET_ITEM(out, i, PyLong_FromLong(found[i])); /* small numbers: never fails */
    return out;
}

/* -- two words ------------------------------------------------------------------------------------------------------ */

#define FAR 4

/* Optimal string alignment, up to FAR - 1; FAR for more. */
static int edits(const char *a, int n, const char *b, int m)
{
    if (n - m >= FAR || m - n >= FAR)
        return FAR;
    while (n && m && a[n - 1] == b[m - 1])
        n--, m--;
    while (n && m && *a == *b)
        a++, b++, n--, m--;
    if (!n || !m)
        return n + m;
    unsigned char rows[3][LONGEST + 2];
    unsigned char *before = rows[0], *last = rows[1], *row = rows[2];
    for (int j = 0; j <= m; j++)
        last[j] = (unsigned char)(j < FAR ? j : FAR);
    for (int i = 1; i <= n; i++) {
        int low = i > FAR ? i - FAR : 1, high = i + FAR < m ? i + FAR : m;
        int least = FAR;
        row[low - 1] = (unsigned char)(low == 1 && i < FAR ? i : FAR);
        for (int j = low; j <= high; j++) {
            int value = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (row[j - 1] + 1 < value)
                value = row[j - 1] + 1;
            if (last[j] + 1 < value)
                value = last[j] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < value)
                value = before[j - 2] + 1;
            row[j] = (unsigned char)(value < FAR ? value : FAR);
            if (value < least)
                least = value;
        }
        if (least == FAR && i >= FAR) /* nothing comes back from there: a row is at most one more than the last */
            return FAR;
        if (high < m)
            row[high + 1] = FAR;
        unsigned char *free = before;
        before = last;
        last = row;
        row = free;
    }
    return last[m];
}

static char soft(char c)
{
    switch (c) {
    case 'w': return 'v';
    case 'z': return 's';
    case 'y': case 'j': case 'e': return 'i';
    case 'q': case 'c': case 'g': return 'k';
    case 'u': return 'o';
    default: return c;
    }
}

static int soft_edits(const char *a, int n, const char *b, int m)
{
    char left[LONGEST], right[LONGEST];
    for (int i = 0; i < n; i++)
        left[i] = soft(a[i]);
    for (int i = 0; i < m; i++)
        right[i] = soft(b[i]);
    return edits(left, n, right, m);
}

static int agree(const char *a, int n, const char *b, int m)
{
    int left[LONGEST], right[LONGEST], one = vowels(a, n, left), other = vowels(b, m, right), common = 0, same = 1;
    if (one != other)
        return (one - other > 1 || other - one > 1) && (one == 0 || other == 0);
    for (int i = 0; i < one; i++) {
        common += (left[i] & right[i]) != 0;
        same &= left[i] == right[i];
    }
    return 2 * common > one || same;
}

static int scannable(const char *at, int length)
{
    for (int i = 0; i < length; i++) {
        char next = i + 1 < length ? at[i + 1] : 0;
        if (at[i] == 'l' || at[i] == 'm' || at[i] == '0' || at[i] == '1' || (at[i] == 'r' && next == 'n') ||
            (at[i] == 'c' && next == 'l') || (at[i] == 'v' && next == 'v'))
            return 1;
    }
    return 0;
}

static void scanned(Word *word, const char *at, int length)
{
    memcpy(word->at, at, length);
    word->size = length;
    put(word, "rn", NULL, "m");
    put(word, "cl", NULL, "d");
    put(word, "vv", NULL, "w");
    put(word, "l", NULL, "i");
    put(word, "1", NULL, "i");
    put(word, "0", NULL, "o");
}

static int misread(const char *a, int n, const char *b, int m)
{
    if (n - m > 2 || m - n > 2 || !(scannable(a, n) || scannable(b, m)))
        return 0;
    Word left, right;
    scanned(&left, a, n);
    scanned(&right, b, m);
    return left.size == right.size && memcmp(left.at, right.at, left.size) == 0;
}

/* Whether the shorter word is the longer without the vowels inside it: 1 with its first letter, 2 without. */
static int bare(const char *a, int n, const char *b, int m)
{
    const char *at = n < m ? a : b, *full = n < m ? b : a;
    int size = n < m ? n : m, length = n < m ? m : n, count = 0;
    if (size < 2)
        return 0;
    for (int i = 1; i < size - 1; i++)
        if (is_vowel(at[i]))
            return 0;
    char rest[LONGEST];
    for (int i = 1; i < length - 1; i++)
        if (!is_vowel(full[i]))
            rest[count++] = full[i];
    int ends = is_vowel(full[length - 1]);
    rest[count++] = full[length - 1];
    /* with the last letter, or without where it is a vowel */
    if (at[0] == full[0] && ((size - 1 == count && memcmp(at + 1, rest, count) == 0) ||
                             (ends && size == count && memcmp(at + 1, rest, count - 1) == 0)))
        return 1;
    if (is_vowel(full[0]) && size > 2 && ((size == count && memcmp(at, rest, count) == 0) ||
                                          (ends && size == count - 1 && memcmp(at, rest, count - 1) == 0)))
        return 2;
    return 0;
}

/* Letters that only the older spelling of Mandarin has; see gazetted.text.lang.mandarin. */
static int is_older(const char *at, int length)
{
    static const char *const told[] = {"hs", "ts", "tz", "ssu", "szu", "ien", "ieh", "ueh", "ung",
                                       "chih", "shih", "jih", "erh", "kuo", "kuei"};
    if (length > 2 && at[0] == 'c' && at[1] == 'h' && (at[2] == 'i' || at[2] == 'u'))
        return 1;
    for (int i = 0; i < length; i++)
        for (size_t n = 0; n < sizeof told / sizeof *told; n++) {
            int size = (int)strlen(told[n]);
            if (at[i] == told[n][0] && i + size <= length && memcmp(at + i, told[n], size) == 0)
                return 1;
        }
    return 0;
}

#define MANDARIN (1 << 19)
#define LONGEST_MANDARIN 12

static void skeleton_or_word(Word *word, const char *at, int length)
{
    skeleton(word, at, length);
    if (word->size == 0) { /* a word of vowels only stands for itself */
        memcpy(word->at, at, length);
        word->size = length;
    }
}

/* What two words have in common, as bits: edits (3), edits of their softened letters (3), whether they have one
 * skeleton, whether their vowels agree, whether the skeleton is short, whether one may be misread for the other (1
 * each), whether one is the other without its vowels (2), whether they begin alike (1), the length of the longer, up to
 * 12 (4), whether the shorter has more than two letters, or more than four (2), whether they may meet in Mandarin (1).
 */
static int common(const char *a, int n, const Word *left, const char *b, int m)
{
    int apart = edits(a, n, b, m), bits = apart, longer = n > m ? n : m, shorter = n > m ? m : n;
    bits |= (apart > 1 && apart < FAR ? soft_edits(a, n, b, m) : apart) << 3;
    Word right;
    skeleton_or_word(&right, b, m);
    if (left->size == right.size && memcmp(left->at, right.at, right.size) == 0)
        bits |= 1 << 6 | agree(a, n, b, m) << 7 | (right.size < 3) << 8;
    bits |= misread(a, n, b, m) << 9;
    bits |= bare(a, n, b, m) << 10;
    bits |= (a[0] == b[0]) << 12;
    bits |= (longer < 12 ? longer : 12) << 13;
    bits |= (shorter > 4 ? 2 : shorter > 2) << 17;
    if (longer <= LONGEST_MANDARIN && (is_older(a, n) || is_older(b, m)))
        bits |= MANDARIN;
    return bits;
}

static PyObject *compared(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    if (count != 2)
        return PyErr_Format(PyExc_TypeError, "two words are compared");
    Py_ssize_t n, m;
    const char *a = plain(args[0], &n), *b = plain(args[1], &m);
    if (a == NULL || b == NULL || n < 2 || m < 2)
        Py_RETURN_NONE;
    Word left;
    skeleton_or_word(&left, a, (int)n);
    return PyLong_FromLong(common(a, (int)n, &left, b, (int)m));
}

/* -- many pairs of words ---------------------------------------------------------------------------------------- */

static const int64_t *numbers_in(PyObject *from, Py_buffer *view, Py_ssize_t *count)
{
    if (PyObject_GetBuffer(from, view, PyBUF_C_CONTIGUOUS) < 0)
        return NULL;
    if (view->itemsize != 8) {
        PyBuffer_Release(view);
        PyErr_SetString(PyExc_TypeError, "numbers are of eight bytes");
        return NULL;
    }
    *count = view->len / 8;
    return (const int64_t *)view->buf;
}

#define UNTOLD 255
#define MOST_APART 2

/* For each pair of a word of one list and a word of another, by their numbers: edits up to MOST_APART, one more for
 * more; where they are as many, those of their softened letters, times 4. UNTOLD where a word is not plain.
 */
static int apart_each(PyObject *texts, PyObject *words, const int64_t *of, const int64_t *at, Py_ssize_t count,
                      unsigned char *out)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (of[i] < 0 || of[i] >= PyList_GET_SIZE(texts) || at[i] < 0 || at[i] >= PyList_GET_SIZE(words)) {
            PyErr_SetString(PyExc_IndexError, "there is no such word");
            return -1;
        }
        Py_ssize_t n, m;
        const char *a = plain(PyList_GET_ITEM(texts, of[i]), &n), *b = plain(PyList_GET_ITEM(words, at[i]), &m);
        if (a == NULL || b == NULL) {
            out[i] = UNTOLD;
            continue;
        }
        int found = edits(a, (int)n, b, (int)m), soft = 0;
        if (found > MOST_APART)
            found = MOST_APART + 1;
        if (found == MOST_APART)
            soft = soft_edits(a, (int)n, b, (int)m);
        out[i] = (unsigned char)(found | soft << 2);
    }
    return 0;
}

static PyObject *apart(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *texts, *words, *of, *at, *out = NULL;
    if (!PyArg_ParseTuple(args, "O!OO!O", &PyList_Type, &texts, &of, &PyList_Type, &words, &at))
        return NULL;
    Py_buffer mine, theirs;
    Py_ssize_t count, other;
    const int64_t *left = numbers_in(of, &mine, &count), *right;
    if (left == NULL)
        return NULL;
    right = numbers_in(at, &theirs, &other);
    if (right != NULL) {
        if (count != other)
            PyErr_SetString(PyExc_ValueError, "as many words on both sides");
        else
            out = PyBytes_FromStringAndSize(NULL, count);
        if (out != NULL && apart_each(texts, words, left, right, count, (unsigned char *)PyBytes_AS_STRING(out)) < 0)
            Py_CLEAR(out);
        PyBuffer_Release(&theirs);
    }
    PyBuffer_Release(&mine);
    return out;
}

/* -- keys of words a letter or two shorter ---------------------------------------------------------------------- */

static int add_key(PyObject *keys, uint32_t crc)
{
    PyObject *key = PyLong_FromUnsignedLong(crc ^ 0xFFFFFFFFu);
    if (key == NULL)
        return -1;
    int failed = PySet_Add(keys, key);
    Py_DECREF(key);
    return failed;
}

static int add(PyObject *keys, const char *at, int length, int one, int two)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (int i = 0; i < length; i++)
        if (i != one && i != two)
            crc = crc_step(crc, (unsigned char)at[i]);
    return add_key(keys, crc);
}

static PyObject *shorter_keys(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *word;
    int one_less, two_less, longest_two;
    if (!PyArg_ParseTuple(args, "Uiii", &word, &one_less, &two_less, &longest_two))
        return NULL;
    Py_ssize_t length;
    const char *at = plain(word, &length);
    if (at == NULL)
        Py_RETURN_NONE;
    PyObject *keys = PySet_New(NULL);
    if (keys == NULL)
        return NULL;
    int size = (int)length, failed = add(keys, at, size, -1, -1);
    for (int i = 0; i < size && size >= one_less && !failed; i++) {
        failed = add(keys, at, size, i, -1);
        if (size >= two_less && size <= longest_two)
            for (int j = i + 1; j < size && !failed; j++)
                failed = add(keys, at, size, i, j);
    }
    if (failed) {
        Py_DECREF(keys);
        return NULL;
    }
    return keys;
}

/* -- readings --------------------------------------------------------------------------------------------------- */

/* Whether a word can be laid along places from end to end; -1 with an error where they are none. */
static int laid(PyObject *places, const char *at, int length)
{
    uint64_t ends = 1;
    for (Py_ssize_t p = 0; p < PyTuple_GET_SIZE(places) && ends; p++) {
        PyObject *ways = PyTuple_GET_ITEM(places, p);
        if (!PyTuple_Check(ways)) {
            PyErr_SetString(PyExc_TypeError, "a place is a tuple of spellings");
            return -1;
        }
        uint64_t further = 0;
        for (Py_ssize_t w = 0; w < PyTuple_GET_SIZE(ways); w++) {
            PyObject *way = PyTuple_GET_ITEM(ways, w);
            Py_ssize_t size;
            const char *letters = plain(way, &size);
            if (letters == NULL) {
                if (!PyUnicode_Check(way)) {
                    PyErr_SetString(PyExc_TypeError, "a spelling is a string");
                    return -1;
                }
                continue; /* no word of ASCII goes so */
            }
            if (!size) {
                further |= ends;
                continue;
            }
            for (uint64_t rest = ends; rest; rest &= rest - 1) {
                int end = __builtin_ctzll(rest);
                if (end + size <= length && at[end] == letters[0] && memcmp(at + end, letters, size) == 0)
                    further |= (uint64_t)1 << (end + size);
            }
        }
        ends = further;
    }
    return (int)((ends >> length) & 1);
}

static PyObject *laid_along(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *places, *word;
    if (!PyArg_ParseTuple(args, "O!U", &PyTuple_Type, &places, &word))
        return NULL;
    Py_ssize_t length;
    const char *at = plain(word, &length);
    if (at == NULL)
        Py_RETURN_NONE;
    int found = laid(places, at, (int)length);
    return found < 0 ? NULL : PyBool_FromLong(found);
}

#define READ (1 << 20)
#define SAME (1 << 21)
#define NOT_SHORT (1 << 22)
#define LONGEST_READ 40

static const char *letters_of(PyObject *word, Py_ssize_t *length)
{
    const char *at = plain(word, length);
    if (at == NULL || *length < 2 || *length > LONGEST_READ)
        return NULL;
    for (Py_ssize_t i = 0; i < *length; i++)
        if (at[i] < 'a' || at[i] > 'z')
            return NULL;
    return at;
}

/* What each of some Latin words has in common with a word of another script that has these places and is spelt so; -1
 * where that must be told otherwise.
 */
static PyObject *across(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *places, *text, *words;
    if (!PyArg_ParseTuple(args, "O!UO!", &PyTuple_Type, &places, &text, &PyList_Type, &words))
        return NULL;
    Py_ssize_t n, m, count = PyList_GET_SIZE(words);
    const char *a = letters_of(text, &n);
    if (a == NULL)
        Py_RETURN_NONE;
    Word left;
    skeleton_or_word(&left, a, (int)n);
    PyObject *out = PyList_New(count);
    for (Py_ssize_t i = 0; out != NULL && i < count; i++) {
        const char *b = letters_of(PyList_GET_ITEM(words, i), &m);
        int code = -1;
        if (b != NULL && n == m && memcmp(a, b, n) == 0) {
            code = SAME;
        } else if (b != NULL) {
            int read = laid(places, b, (int)m);
            if (read < 0) {
                Py_DECREF(out);
                return NULL;
            }
            code = read ? READ : common(a, (int)n, &left, b, (int)m) | (m > 5 ? NOT_SHORT : 0);
            if (code & MANDARIN)
                code = -1;
        }
        PyObject *number = PyLong_FromLong(code);
        if (number == NULL)
            Py_CLEAR(out);
        else
            PyList_SET_ITEM(out, i, number);
    }
    return out;
}

/* -- keys of many spellings ------------------------------------------------------------------------------------- */

#define DEEPEST 16

/* The keys of every way through the places from one on: 1 where one of its spellings is not plain, -1 for an error. */
static int through(PyObject *keys, PyObject *places, Py_ssize_t from, uint32_t crc)
{
    if (from == PyTuple_GET_SIZE(places))
        return add_key(keys, crc);
    PyObject *ways = PyTuple_GET_ITEM(places, from);
    if (!PyTuple_Check(ways)) {
        PyErr_SetString(PyExc_TypeError, "a place is a tuple of spellings");
        return -1;
    }
    for (Py_ssize_t w = 0; w < PyTuple_GET_SIZE(ways); w++) {
        Py_ssize_t size;
        const char *at = plain(PyTuple_GET_ITEM(ways, w), &size);
        if (at == NULL)
            return 1;
        uint32_t longer = crc;
        for (Py_ssize_t i = 0; i < size; i++)
            longer = crc_step(longer, (unsigned char)at[i]);
        int failed = through(keys, places, from + 1, longer);
        if (failed)
            return failed;
    }
    return 0;
}

static PyObject *way_keys(PyObject *self, PyObject *places)
{
    (void)self;
    if (!PyTuple_Check(places))
        return PyErr_Format(PyExc_TypeError, "places are a tuple");
    if (PyTuple_GET_SIZE(places) > DEEPEST)
        Py_RETURN_NONE;
    PyObject *keys = PySet_New(NULL);
    if (keys == NULL)
        return NULL;
    int failed = through(keys, places, 0, 0xFFFFFFFFu);
    if (!failed)
        return keys;
    Py_DECREF(keys);
    if (failed < 0)
        return NULL;
    Py_RETURN_NONE;
}

/* The keys of words by their skeletons; None where one of them is not plain. */
static PyObject *sound_keys(PyObject *self, PyObject *words)
{
    (void)self;
    if (!PyList_Check(words))
        return PyErr_Format(PyExc_TypeError, "words are a list");
    PyObject *keys = PySet_New(NULL);
    for (Py_ssize_t w = 0; keys != NULL && w < PyList_GET_SIZE(words); w++) {
        Py_ssize_t length;
        const char *at = plain(PyList_GET_ITEM(words, w), &length);
        int fit = at != NULL;
        for (Py_ssize_t i = 0; fit && i < length; i++)
            fit = (at[i] >= 'a' && at[i] <= 'z') || (at[i] >= '0' && at[i] <= '9');
        if (!fit) {
            Py_DECREF(keys);
            Py_RETURN_NONE;
        }
        Word word;
        skeleton_or_word(&word, at, (int)length);
        uint32_t crc = crc_step(0xFFFFFFFFu, 1);
        for (int i = 0; i < word.size; i++)
            crc = crc_step(crc, (unsigned char)word.at[i]);
        if (add_key(keys, crc) < 0)
            Py_CLEAR(keys);
    }
    return keys;
}

/* -- keys looked up ------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t *at;
    size_t size, room;
} Codes;

static int push(Codes *codes, int64_t code)
{
    if (codes->size == codes->room) {
        size_t room = codes->room ? 2 * codes->room : 4096;
        if (room > PY_SSIZE_T_MAX / sizeof(int64_t)) {
            PyErr_NoMemory();
            return -1;
        }
        int64_t *at = PyMem_Realloc(codes->at, room * sizeof(int64_t));
        if (at == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        codes->at = at;
        codes->room = room;
    }
    codes->at[codes->size++] = code;
    return 0;
}

static int by_size(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

/* Where a key first stands, or would stand, among sorted ones: from where it lies if they are spread evenly. */
static size_t first_of(const uint32_t *keys, size_t count, uint32_t key)
{
    size_t low = 0, high = count, step = 1, guess = (size_t)(((uint64_t)key * count) >> 32);
    if (guess < count && keys[guess] < key) {
        for (low = guess + 1; low + step < count && keys[low + step] < key; step *= 2)
            low += step + 1;
        high = low + step < count ? low + step : count;
    } else {
        for (high = guess; high > step && keys[high - step] >= key; step *= 2)
            high -= step;
        low = high > step ? high - step : 0;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The numbers under any key of a group, each once, in order, with the number of the group above them. */
static int look_up(Codes *codes, Codes *wanted, const uint32_t *keys, const int32_t *numbers, size_t count, PyObject *group, int64_t of)
{
    PyObject *rows = PyObject_GetIter(group), *row;
    if (rows == NULL)
        return -1;
    size_t first = codes->size, kept = first;
    wanted->size = 0;
    while ((row = PyIter_Next(rows)) != NULL) {
        unsigned long key = PyLong_AsUnsignedLong(row);
        Py_DECREF(row);
        if (PyErr_Occurred())
            break;
        if (key > 0xFFFFFFFFul || !count)
            continue;
        __builtin_prefetch(keys + (size_t)(((uint64_t)key * count) >> 32)); /* it lies somewhere there */
        if (push(wanted, (int64_t)key) < 0)
            break;
    }
    Py_DECREF(rows);
    if (PyErr_Occurred())
        return -1;
    for (size_t w = 0; w < wanted->size; w++) {
        uint32_t key = (uint32_t)wanted->at[w];
        for (size_t i = first_of(keys, count, key); i < count && keys[i] == key; i++)
            if (push(codes, of << 32 | (uint32_t)numbers[i]) < 0)
                return -1;
    }
    if (codes->size > first)
        qsort(codes->at + first, codes->size - first, sizeof(int64_t), by_size);
    for (size_t i = first; i < codes->size; i++)
        if (i == first || codes->at[i] != codes->at[i - 1])
            codes->at[kept++] = codes->at[i];
    codes->size = kept;
    return 0;
}

static PyObject *looked_up(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *groups, *out = NULL;
    Py_buffer keys, numbers;
    if (!PyArg_ParseTuple(args, "y*y*O!", &keys, &numbers, &PyList_Type, &groups))
        return NULL;
    Codes codes = {NULL, 0, 0}, wanted = {NULL, 0, 0};
    if (keys.itemsize != 4 || numbers.itemsize != 4 || keys.len != numbers.len) {
        PyErr_SetString(PyExc_TypeError, "as many keys as numbers, of four bytes each");
    } else {
        Py_ssize_t g = 0;
        while (g < PyList_GET_SIZE(groups) &&
               look_up(&codes, &wanted, keys.buf, numbers.buf, (size_t)keys.len / 4, PyList_GET_ITEM(groups, g), g) == 0)
            g++;
        if (!PyErr_Occurred())
            out = PyBytes_FromStringAndSize((const char *)codes.at, (Py_ssize_t)(codes.size * sizeof(int64_t)));
    }
    PyMem_Free(codes.at);
    PyMem_Free(wanted.at);
    PyBuffer_Release(&keys);
    PyBuffer_Release(&numbers);
    return out;
}

static PyMethodDef methods[] = {
    {"skeleton_key", skeleton_key, METH_O, "See gazetted.text.skeleton."},
    {"vowel_runs", vowel_runs, METH_O, "See gazetted.text.skeleton."},
    {"shorter_keys", shorter_keys, METH_VARARGS, "See gazetted.matching.nearness."},
    {"compared", (PyCFunction)(void (*)(void))compared, METH_FASTCALL, "See gazetted.matching.words."},
    {"laid_along", laid_along, METH_VARARGS, "See gazetted.text.readings."},
    {"across", across, METH_VARARGS, "See gazetted.matching.alike."},
    {"apart", apart, METH_VARARGS, "See gazetted.matching.slots."},
    {"looked_up", looked_up, METH_VARARGS, "See gazetted.matching.arrays."},
    {"way_keys", way_keys, METH_O, "See gazetted.matching.nearness."},
    {"sound_keys", sound_keys, METH_O, "See gazetted.matching.nearness."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_kernel", "Compiled inner loops.", -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void)
{
    fill_crc_table();
    PyObject *made = PyModule_Create(&module);
    if (made != NULL && PyModule_AddIntConstant(made, "VERSION", VERSION) < 0)
        Py_CLEAR(made);
    return made;
}
