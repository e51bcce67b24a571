/* What the compiled loops know of words of plain ASCII letters: skeletons, vowels, how far two lie apart, and whether one
 * can be laid along the spellings of another script. The twins in Python: gazetted.text.skeleton, gazetted.text.readings
 * and gazetted.matching.words.
 */
#ifndef GAZETTED_WORDS_H
#define GAZETTED_WORDS_H

#include "_skeleton.h"

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

/* -- two words ------------------------------------------------------------------------------------------------------ */

#define FAR 4
#define MOST_APART 2 /* as far as words are told apart by their edits alone */

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

/* What a first letter may be made: words of two that differ in it are never made one. */
static char as_seen(char c)
{
    switch (c) {
    case 'r': return 'm';
    case 'c': return 'd';
    case 'v': return 'w';
    case 'l': case '1': return 'i';
    case '0': return 'o';
    default: return c;
    }
}

static int misread(const char *a, int n, const char *b, int m)
{
    if (n - m > 2 || m - n > 2 || as_seen(*a) != as_seen(*b) || !(scannable(a, n) || scannable(b, m)))
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
    if (length > 2 && at[0] == 'c' && at[1] == 'h' && (at[2] == 'i' || at[2] == 'u'))
        return 1;
    for (int i = 0; i + 1 < length; i++) {
        char next = at[i + 1], third = i + 2 < length ? at[i + 2] : 0, fourth = i + 3 < length ? at[i + 3] : 0;
        int found = 0;
        switch (at[i]) {
        case 'h': found = next == 's'; break;
        case 't': found = next == 's' || next == 'z'; break;
        case 's': found = ((next == 's' || next == 'z') && third == 'u') || (next == 'h' && third == 'i' && fourth == 'h'); break;
        case 'i': found = next == 'e' && (third == 'n' || third == 'h'); break;
        case 'u': found = (next == 'e' && third == 'h') || (next == 'n' && third == 'g'); break;
        case 'c': found = next == 'h' && third == 'i' && fourth == 'h'; break;
        case 'j': found = next == 'i' && third == 'h'; break;
        case 'e': found = next == 'r' && third == 'h'; break;
        case 'k': found = next == 'u' && (third == 'o' || (third == 'e' && fourth == 'i')); break;
        }
        if (found)
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
static int common_of(const char *a, int n, const Word *left, const char *b, int m, const Word *right)
{
    int apart = edits(a, n, b, m), bits = apart, longer = n > m ? n : m, shorter = n > m ? m : n;
    bits |= (apart > 1 && apart < FAR ? soft_edits(a, n, b, m) : apart) << 3;
    if (left->size == right->size && memcmp(left->at, right->at, right->size) == 0)
        bits |= 1 << 6 | agree(a, n, b, m) << 7 | (right->size < 3) << 8;
    bits |= misread(a, n, b, m) << 9;
    bits |= bare(a, n, b, m) << 10;
    bits |= (a[0] == b[0]) << 12;
    bits |= (longer < 12 ? longer : 12) << 13;
    bits |= (shorter > 4 ? 2 : shorter > 2) << 17;
    if (longer <= LONGEST_MANDARIN && (is_older(a, n) || is_older(b, m)))
        bits |= MANDARIN;
    return bits;
}

static int common(const char *a, int n, const Word *left, const char *b, int m)
{
    Word right;
    skeleton_or_word(&right, b, m);
    return common_of(a, n, left, b, m, &right);
}

/* -- a word along places of spellings ------------------------------------------------------------------------------- */

/* Where letters of `at` from any of some ends on are one spelling, that they end there too. */
static uint64_t further_by(uint64_t ends, const char *letters, Py_ssize_t size, const char *at, int length)
{
    uint64_t further = 0;
    if (!size)
        return ends;
    for (uint64_t rest = ends; rest; rest &= rest - 1) {
        int end = __builtin_ctzll(rest);
        if (end + size <= length && at[end] == letters[0] && memcmp(at + end, letters, size) == 0)
            further |= (uint64_t)1 << (end + size);
    }
    return further;
}

/* Where a word laid along places from any of some ends on can end, as bits; 0 with an error where they are no places. */
static uint64_t laid_from(uint64_t ends, PyObject *places, const char *at, int length)
{
    for (Py_ssize_t p = 0; p < PyTuple_GET_SIZE(places) && ends; p++) {
        PyObject *ways = PyTuple_GET_ITEM(places, p);
        if (!PyTuple_Check(ways)) {
            PyErr_SetString(PyExc_TypeError, "a place is a tuple of spellings");
            return 0;
        }
        uint64_t further = 0;
        for (Py_ssize_t w = 0; w < PyTuple_GET_SIZE(ways); w++) {
            PyObject *way = PyTuple_GET_ITEM(ways, w);
            Py_ssize_t size;
            const char *letters = plain(way, &size);
            if (letters == NULL) {
                if (!PyUnicode_Check(way)) {
                    PyErr_SetString(PyExc_TypeError, "a spelling is a string");
                    return 0;
                }
                continue; /* no word of ASCII goes so */
            }
            further |= further_by(ends, letters, size, at, length);
        }
        ends = further;
    }
    return ends;
}

/* Whether a word can be laid along places from end to end; -1 with an error where they are none. */
static int laid(PyObject *places, const char *at, int length)
{
    uint64_t ends = laid_from(1, places, at, length);
    return ends == 0 && PyErr_Occurred() ? -1 : (int)((ends >> length) & 1);
}

#endif
