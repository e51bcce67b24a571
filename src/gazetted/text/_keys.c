/* What names are found by, and cells as they stand in OFAC's rows: the loops that a load goes through for every name and
 * every cell, compiled where a compiler is at hand. Each function is the twin of one in Python, which says what it means
 * and is used where this is missing; what is not plain ASCII of a common length is left to the twin.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>

#include "_skeleton.h"

#define VERSION 1 /* as in keys.py; raised when what a function takes or gives changes */

#define MOST_LETTERS 1000 /* of a name */
#define MOST_WORDS 200    /* in its normal form */

/* -- BLAKE2b, unkeyed, of 8 bytes (RFC 7693) --------------------------------------------------------------------- */

static const uint64_t blake_start[8] = {
    0x6A09E667F3BCC908u, 0xBB67AE8584CAA73Bu, 0x3C6EF372FE94F82Bu, 0xA54FF53A5F1D36F1u,
    0x510E527FADE682D1u, 0x9B05688C2B3E6C1Fu, 0x1F83D9ABFB41BD6Bu, 0x5BE0CD19137E2179u,
};

static const unsigned char blake_order[12][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
};

static inline uint64_t turned(uint64_t word, int by)
{
    return (word >> by) | (word << (64 - by));
}

static inline void mix(uint64_t *v, int a, int b, int c, int d, uint64_t x, uint64_t y)
{
    v[a] += v[b] + x;
    v[d] = turned(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = turned(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = turned(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = turned(v[b] ^ v[c], 63);
}

static void compress(uint64_t *state, const unsigned char *block, uint64_t so_far, int last)
{
    uint64_t v[16], words[16];
    for (int i = 0; i < 16; i++) {
        words[i] = 0;
        for (int k = 7; k >= 0; k--)
            words[i] = words[i] << 8 | block[8 * i + k];
    }
    for (int i = 0; i < 8; i++) {
        v[i] = state[i];
        v[i + 8] = blake_start[i];
    }
    v[12] ^= so_far;
    if (last)
        v[14] = ~v[14];
    for (int round = 0; round < 12; round++) {
        const unsigned char *order = blake_order[round];
        for (int i = 0; i < 4; i++)
            mix(v, i, i + 4, i + 8, i + 12, words[order[2 * i]], words[order[2 * i + 1]]);
        for (int i = 0; i < 4; i++)
            mix(v, i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, words[order[8 + 2 * i]],
                words[order[9 + 2 * i]]);
    }
    for (int i = 0; i < 8; i++)
        state[i] ^= v[i] ^ v[i + 8];
}

/* The digest as a big-endian number. */
static int64_t digest(const unsigned char *data, size_t size)
{
    uint64_t state[8];
    memcpy(state, blake_start, sizeof state);
    state[0] ^= 0x01010000u ^ 8u;
    size_t done = 0;
    while (size - done > 128) {
        done += 128;
        compress(state, data + done - 128, done, 0);
    }
    unsigned char block[128] = {0};
    memcpy(block, data + done, size - done);
    compress(state, block, size, 1);
    uint64_t found = 0;
    for (int k = 0; k < 8; k++)
        found = found << 8 | (state[0] >> 8 * k & 255);
    return (int64_t)found;
}

static PyObject *hashed(PyObject *self, PyObject *texts)
{
    (void)self;
    if (!PyList_CheckExact(texts))
        return PyErr_Format(PyExc_TypeError, "a list is due");
    Py_ssize_t count = PyList_GET_SIZE(texts);
    PyObject *found = PyList_New(count);
    for (Py_ssize_t i = 0; found != NULL && i < count; i++) {
        Py_ssize_t size;
        PyObject *text = PyList_GET_ITEM(texts, i);
        const char *bytes = PyUnicode_Check(text) ? PyUnicode_AsUTF8AndSize(text, &size) : NULL;
        if (bytes == NULL) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_TypeError, "texts are due");
            Py_CLEAR(found);
            break;
        }
        PyObject *number = PyLong_FromLongLong(digest((const unsigned char *)bytes, (size_t)size));
        if (number == NULL)
            Py_CLEAR(found);
        else
            PyList_SET_ITEM(found, i, number);
    }
    return found;
}

/* -- keys of names ----------------------------------------------------------------------------------------------- */

enum { LIGHT = 1, BETWEEN = 2, ARTICLE = 4, ARTICLE_FORM = 8 };

typedef struct {
    const char *at;
    int size;
} Part;

typedef struct {
    const char *letters[128]; /* what each character becomes */
    Py_ssize_t sizes[128];
    PyObject *light; /* word → marks */
} Rules;

static int is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static int is_sign(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

/* The end of an acronym (letters parted by dots) that begins here, without the dot after it; 0 where there is none. */
static int acronym(const char *text, int at, int size)
{
    if (at > 0 && is_sign(text[at - 1]))
        return 0;
    int pairs = 0;
    while (pairs < 15 && at + 2 * pairs + 1 < size && is_letter(text[at + 2 * pairs]) && text[at + 2 * pairs + 1] == '.')
        pairs++;
    for (; pairs > 0; pairs--) {
        int last = at + 2 * pairs;
        if (last < size && is_letter(text[last]) && (last + 1 >= size || !is_sign(text[last + 1])))
            return last + 1;
    }
    return 0;
}

/* The normal form without its spaces, as words; -1 where there is too much of it. */
static int words_of(const Rules *rules, const char *text, int size, char *room, int limit, Part *words)
{
    char low[MOST_LETTERS];
    int dots = 0, out = 0, count = 0, open = 0;
    for (int i = 0; i < size; i++) {
        char c = text[i];
        low[i] = c >= 'A' && c <= 'Z' ? c + 32 : c;
        dots |= c == '.';
    }
    for (int i = 0; i < size;) {
        int end = dots && is_letter(low[i]) ? acronym(low, i, size) : 0, stop = end ? end : i + 1;
        for (; i < stop; i++) {
            const char *put = rules->letters[(unsigned char)low[i]];
            Py_ssize_t put_size = rules->sizes[(unsigned char)low[i]];
            if (end && low[i] == '.')
                continue;
            for (Py_ssize_t k = 0; k < put_size; k++) {
                if (put[k] == ' ') {
                    open = 0;
                    continue;
                }
                if (out == limit || (!open && count == MOST_WORDS))
                    return -1;
                if (!open)
                    words[count++] = (Part){room + out, 0};
                open = 1;
                room[out++] = put[k];
                words[count - 1].size++;
            }
        }
        if (end) { /* an acronym ends a word, and takes the dot after it with it */
            open = 0;
            if (i < size && low[i] == '.')
                i++;
        }
    }
    return count;
}

/* The marks of a word; -1 with an exception. */
static long marks_of(const Rules *rules, Part word)
{
    PyObject *text = PyUnicode_FromStringAndSize(word.at, word.size);
    if (text == NULL)
        return -1;
    PyObject *found = PyDict_GetItemWithError(rules->light, text);
    Py_DECREF(text);
    if (found == NULL)
        return PyErr_Occurred() ? -1 : 0;
    return PyLong_AsLong(found);
}

/* Leave out the light words, unless there is no other; -1 with an exception. */
static int core_of(const Rules *rules, Part *words, int count)
{
    Part core[MOST_WORDS];
    int kept = 0;
    for (int i = 0; i < count; i++) {
        long marks = marks_of(rules, words[i]);
        if (marks < 0)
            return -1;
        int light = (marks & LIGHT) || (i > 0 && i < count - 1 && (marks & BETWEEN));
        if (!light && i < count - 1 && (marks & (ARTICLE | ARTICLE_FORM))) {
            Part next = words[i + 1];
            int rest = words[i].size - 1;
            light = (marks & ARTICLE) || (rest <= next.size && memcmp(words[i].at + 1, next.at, rest) == 0);
        }
        if (!light)
            core[kept++] = words[i];
    }
    if (kept == 0)
        return count;
    memcpy(words, core, kept * sizeof(Part));
    return kept;
}

static int by_letters(const void *left, const void *right)
{
    const Part *a = left, *b = right;
    int order = memcmp(a->at, b->at, a->size < b->size ? a->size : b->size);
    return order ? order : a->size - b->size;
}

/* The key of a name: 1 where it is found, 0 where the name is for the twin, -1 with an exception. */
static int clue_of(const Rules *rules, PyObject *name, int64_t *found)
{
    if (!PyUnicode_Check(name) || PyUnicode_READY(name) < 0 || !PyUnicode_IS_ASCII(name) ||
        PyUnicode_GET_LENGTH(name) > MOST_LETTERS)
        return PyErr_Occurred() ? -1 : 0;
    char room[2 * MOST_LETTERS], bones[2 * MOST_LETTERS], joined[3 * MOST_LETTERS + 8];
    Part words[MOST_WORDS];
    int count = words_of(rules, PyUnicode_DATA(name), (int)PyUnicode_GET_LENGTH(name), room, sizeof room, words);
    if (count < 0)
        return 0;
    count = core_of(rules, words, count);
    if (count < 0)
        return -1;
    int used = 0;
    for (int i = 0; i < count; i++) {
        if (words[i].size > LONGEST)
            return 0;
        Word word;
        skeleton(&word, words[i].at, words[i].size);
        const char *from = word.size ? word.at : words[i].at;
        int size = word.size ? word.size : words[i].size;
        if (used + size > (int)sizeof bones)
            return 0;
        memcpy(bones + used, from, size);
        words[i] = (Part){bones + used, size};
        used += size;
    }
    qsort(words, count, sizeof(Part), by_letters);
    int size = 2;
    memcpy(joined, "n ", 2);
    for (int i = 0; i < count; i++) {
        if (i)
            joined[size++] = ' ';
        memcpy(joined + size, words[i].at, words[i].size);
        size += words[i].size;
    }
    int64_t key = digest((const unsigned char *)joined, size);
    *found = size - 2 > 2 ? key | 1 : key & ~(int64_t)1;
    return 1;
}

static int take_rules(Rules *rules, PyObject *letters)
{
    if (!PyTuple_CheckExact(letters) || PyTuple_GET_SIZE(letters) != 128 || !PyDict_CheckExact(rules->light)) {
        PyErr_SetString(PyExc_TypeError, "a tuple of 128 texts and a dict are due");
        return -1;
    }
    for (int i = 0; i < 128; i++) {
        PyObject *text = PyTuple_GET_ITEM(letters, i);
        rules->letters[i] = PyUnicode_Check(text) ? PyUnicode_AsUTF8AndSize(text, &rules->sizes[i]) : NULL;
        if (rules->letters[i] == NULL) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_TypeError, "texts are due");
            return -1;
        }
    }
    return 0;
}

static PyObject *name_clues(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *names, *letters;
    Rules rules;
    if (!PyArg_ParseTuple(args, "O!OO", &PyList_Type, &names, &letters, &rules.light) || take_rules(&rules, letters) < 0)
        return NULL;
    Py_ssize_t count = PyList_GET_SIZE(names);
    PyObject *found = PyList_New(count);
    for (Py_ssize_t i = 0; found != NULL && i < count; i++) {
        int64_t key = 0;
        int is = clue_of(&rules, PyList_GET_ITEM(names, i), &key);
        PyObject *item = is > 0 ? PyLong_FromLongLong(key) : is == 0 ? Py_NewRef(Py_None) : NULL;
        if (item == NULL)
            Py_CLEAR(found);
        else
            PyList_SET_ITEM(found, i, item);
    }
    return found;
}

/* -- cells ------------------------------------------------------------------------------------------------------- */

/* Whether a cell says just what stands there: no space too many, no sign that is not printed. */
static int stands(PyObject *cell)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(cell);
    int kind = PyUnicode_KIND(cell);
    const void *data = PyUnicode_DATA(cell);
    Py_UCS4 before = ' '; /* so that a space at the beginning is one too many */
    for (Py_ssize_t i = 0; i < size; i++) {
        Py_UCS4 c = PyUnicode_READ(kind, data, i);
        if (c < 128 ? c < 32 || c == 127 || (c == ' ' && before == ' ') : !Py_UNICODE_ISPRINTABLE(c))
            return 0;
        before = c;
    }
    return size == 0 || before != ' ';
}

static int is_nothing(PyObject *cell)
{
    Py_ssize_t size = PyUnicode_GET_LENGTH(cell);
    return (size == 3 || size == 4) && PyUnicode_KIND(cell) == PyUnicode_1BYTE_KIND &&
           memcmp(PyUnicode_DATA(cell), size == 3 ? "-0-" : "-0- ", size) == 0;
}

/* Clean the cells of rows in place; what is not plain goes to the twins, one for the last cell of a row. */
static PyObject *cleaned(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *rows, *told, *told_last;
    if (!PyArg_ParseTuple(args, "O!OO", &PyList_Type, &rows, &told, &told_last))
        return NULL;
    PyObject *nothing = PyUnicode_New(0, 0);
    if (nothing == NULL)
        return NULL;
    int failed = 0;
    for (Py_ssize_t r = 0; r < PyList_GET_SIZE(rows) && !failed; r++) {
        PyObject *row = PyList_GET_ITEM(rows, r);
        failed = !PyList_CheckExact(row);
        Py_INCREF(row);
        for (Py_ssize_t i = 0; !failed && i < PyList_GET_SIZE(row); i++) {
            PyObject *cell = PyList_GET_ITEM(row, i), *put = NULL;
            int last = i == PyList_GET_SIZE(row) - 1;
            if (!PyUnicode_CheckExact(cell) || PyUnicode_READY(cell) < 0) {
                failed = 1;
            } else if (is_nothing(cell)) {
                put = Py_NewRef(nothing);
            } else if (last ? PyUnicode_GET_LENGTH(cell) && PyUnicode_READ_CHAR(cell, 0) == ' ' : !stands(cell)) {
                put = PyObject_CallOneArg(last ? told_last : told, cell);
                failed = put == NULL;
            }
            if (put != NULL && PyList_SetItem(row, i, put) < 0)
                failed = 1;
        }
        Py_DECREF(row);
    }
    Py_DECREF(nothing);
    if (failed) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "lists of texts are due");
        return NULL;
    }
    Py_RETURN_NONE;
}

/* -- order of rows ----------------------------------------------------------------------------------------------- */

/* The last of the numbers that lines begin with, where none is lower than the one before; else -1. */
static PyObject *rising(PyObject *self, PyObject *args)
{
    (void)self;
    Py_buffer block;
    long long last;
    if (!PyArg_ParseTuple(args, "y*L", &block, &last))
        return NULL;
    const char *at = block.buf, *end = at + block.len;
    while (at != NULL && at < end) {
        while (at < end && (*at == ' ' || *at == '"' || *at == '\t'))
            at++;
        long long number = -1;
        for (int digits = 0; digits < 12 && at < end && *at >= '0' && *at <= '9'; digits++, at++)
            number = (number < 0 ? 0 : number) * 10 + (*at - '0');
        if (number >= 0) {
            if (number < last) {
                last = -1;
                break;
            }
            last = number;
        }
        at = at < end ? memchr(at, '\n', end - at) : NULL;
        if (at != NULL)
            at++;
    }
    PyBuffer_Release(&block);
    return PyLong_FromLongLong(last);
}

static PyMethodDef methods[] = {
    {"rising", rising, METH_VARARGS, "See gazetted.sources.ofac.rows."},
    {"hashed", hashed, METH_O, "See gazetted.text.keys."},
    {"name_clues", name_clues, METH_VARARGS, "See gazetted.text.keys."},
    {"cleaned", cleaned, METH_VARARGS, "See gazetted.sources.ofac.rows."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_keys", "Compiled loops of a load.", -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__keys(void)
{
    PyObject *made = PyModule_Create(&module);
    if (made != NULL && PyModule_AddIntConstant(made, "VERSION", VERSION) < 0)
        Py_CLEAR(made);
    return made;
}
