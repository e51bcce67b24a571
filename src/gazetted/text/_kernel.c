/* The inner loops of text comparison, compiled where a compiler is at hand. Each function is the twin of one in Python,
 * which says what it means and is used where this is missing; both give the same, whatever they are given. Where a word
 * is none of the plain kind that a function is for, it returns None and the twin does the work.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "_align.h"
#include "_arrays.h"
#include "_bounds.h"
#include "_crc.h"
#include "_near.h"
#include "_runs.h"
#include "_words.h"

#define VERSION 3 /* as in kernel.py; raised when what a function takes or gives changes */

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

#define UNTOLD 255

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
    {"apart", apart, METH_VARARGS, "See gazetted.matching.vocabulary."},
    {"paired", (PyCFunction)(void (*)(void))paired, METH_FASTCALL, "See gazetted.matching.align."},
    {"near", near, METH_VARARGS, "See gazetted.matching.vocabulary."},
    {"bounded", bounded, METH_VARARGS, "See gazetted.matching.bounds."},
    {"joined_runs", joined_runs, METH_VARARGS, "See gazetted.matching.slots."},
    {"looked_up", looked_up, METH_VARARGS, "See gazetted.matching.arrays."},
    {"way_keys", way_keys, METH_O, "See gazetted.matching.nearness."},
    {"sound_keys", sound_keys, METH_O, "See gazetted.matching.nearness."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_kernel", "Compiled inner loops.", -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void)
{
    fill_crc_table();
    if (ready_to_align() < 0)
        return NULL;
    PyObject *made = PyModule_Create(&module);
    if (made != NULL && PyModule_AddIntConstant(made, "VERSION", VERSION) < 0)
        Py_CLEAR(made);
    return made;
}
