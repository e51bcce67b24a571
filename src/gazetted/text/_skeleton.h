/* Words of plain ASCII letters, and their skeletons: the twin of `_keys` in gazetted.text.skeleton. */
#ifndef GAZETTED_SKELETON_H
#define GAZETTED_SKELETON_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define LONGEST 60

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
    uint32_t there = 0; /* which letters it has: most rules are for none of them */
    for (int i = 0; i < word->size; i++)
        if (word->at[i] >= 'a' && word->at[i] <= 'z')
            there |= 1u << (word->at[i] - 'a');
#define THERE(letter) (there >> ((letter) - 'a') & 1)
    if (THERE('h') && (THERE('s') || THERE('c'))) {
        if (THERE('c') && has(word, "ch"))
            sibilants(word);
        put(word, "sh", NULL, "S");
        put(word, "ch", NULL, "S");
    }
    if (THERE('d') && THERE('j'))
        put(word, "dj", NULL, "j");
    if (THERE('d') && THERE('z') && THERE('h'))
        put(word, "dzh", NULL, "j");
    if (THERE('g')) {
        put(word, "gh", NULL, "g");
        put(word, "g", NULL, "j");
    }
    if (THERE('c') && has(word, "c")) {
        harden(word);
        put(word, "c", NULL, "s");
    } else {
        if (THERE('k') && THERE('h'))
            put(word, "kh", NULL, "k");
        if (THERE('q'))
            put(word, "q", NULL, "k");
    }
    if (THERE('t'))
        put(word, "th", "tt", "t");
    if (THERE('d'))
        put(word, "dh", "dd", "d");
    if (THERE('z'))
        put(word, "zh", "dz", "z");
    if (THERE('p') && THERE('h'))
        put(word, "ph", NULL, "f");
    for (int i = 0; THERE('w') && i < word->size; i++)
        if (word->at[i] == 'w' && (i == 0 || (i + 1 < word->size && is_vowel(word->at[i + 1]))))
            word->at[i] = 'v';
#undef THERE
    if (word->size > 1 && word->at[0] == 'y')
        word->at[0] = 'Y';
    end(word);
}

#endif
