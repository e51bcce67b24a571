/* Neighbours of a name taken as one word, where a word that is held may be it. The twin of `_runs` in
 * gazetted.matching.slots, which also gives those that nothing held can be.
 */
#ifndef GAZETTED_RUNS_H
#define GAZETTED_RUNS_H

#include "_align.h"
#include "_crc.h"
#include "_near.h"

#define LONGEST_JOINED 24
#define SHORTEST_RUN 4
#define SHORT_WORD 4
#define MOST_READINGS 96

/* Keys that are held, and what is asked of Python for a run. */
typedef struct {
    Held keys;
    PyObject *syllables, *parted;
    PyTypeObject *slot;
} Joining;

static int is_held(const Held *held, uint32_t crc)
{
    uint32_t key = crc ^ 0xFFFFFFFFu;
    size_t at = (size_t)held->starts[key >> held->shift];
    while (at < held->keyed && held->keys[at] < key)
        at++;
    return at < held->keyed && held->keys[at] == key;
}

/* Whether any way through the spellings of some words is held: 1 also where a spelling is not plain; -1 for an error. */
static int way_held(const Held *held, PyObject *const *ways, int count, uint32_t crc)
{
    if (count == 0)
        return is_held(held, crc);
    for (Py_ssize_t w = 0; w < PyTuple_GET_SIZE(*ways); w++) {
        Py_ssize_t size;
        const char *at = plain(PyTuple_GET_ITEM(*ways, w), &size);
        if (at == NULL || way_held(held, ways + 1, count - 1, key_of(crc, at, (int)size)))
            return 1;
    }
    return 0;
}

/* The spellings of a word of syllables, None for another; NULL for an error. They are kept in the word. */
static PyObject *syllables_of(const Joining *by, Token *token)
{
    if (token->native == NULL) {
        token->native = PyObject_CallOneArg(by->syllables, token->source);
        if (token->native != NULL && token->native != Py_None && !PyTuple_Check(token->native)) {
            PyErr_SetString(PyExc_TypeError, "spellings are a tuple");
            Py_CLEAR(token->native);
        }
    }
    return token->native;
}

/* Whether a run has a key that is held; -1 for an error. */
static int may_be_held(const Joining *by, Token *run, int count, const char *whole, int size)
{
    PyObject *ways[LONGEST_JOIN];
    int syllabic = 0;
    Py_ssize_t rows = 1;
    if (is_held(&by->keys, key_of(0xFFFFFFFFu, whole, size)))
        return 1;
    for (int i = 0; i < count; i++) {
        PyObject *found = run[i].source == NULL ? Py_None : syllables_of(by, &run[i]);
        if (found == NULL)
            return -1;
        if (found == Py_None)
            continue;
        ways[syllabic++] = found;
        rows = rows && rows <= MOST_READINGS ? rows * PyTuple_GET_SIZE(found) : 0;
    }
    if (syllabic == 0) {
        Word sound;
        skeleton_or_word(&sound, whole, size);
        return is_held(&by->keys, key_of(sort_of(1), sound.at, sound.size));
    }
    if (syllabic < count || rows < 1 || rows > MOST_READINGS)
        return 0;
    return way_held(&by->keys, ways, count, 0xFFFFFFFFu);
}

/* The words of a run as written, parted. */
static PyObject *written(const Joining *by, const Token *run, int count)
{
    PyObject *parts = PyList_New(count), *out = NULL;
    for (int i = 0; parts != NULL && i < count; i++) {
        PyObject *one = run[i].source != NULL ? run[i].source : run[i].text;
        Py_INCREF(one);
        PyList_SET_ITEM(parts, i, one);
    }
    if (parts != NULL)
        out = PyUnicode_Join(by->parted, parts);
    Py_XDECREF(parts);
    return out;
}

static int put_run(const Joining *by, PyObject *out, const Token *run, int count, const char *whole, int size, int native,
                   double weight, double cost)
{
    PyObject *text = PyUnicode_FromStringAndSize(whole, size);
    PyObject *source = native ? written(by, run, count) : PyUnicode_FromStringAndSize(NULL, 0);
    PyObject *row = NULL, *args = NULL, *made = NULL;
    if (text != NULL && source != NULL)
        row = Py_BuildValue("(OOddOO)", text, source, weight, cost, Py_True, Py_False);
    if (row != NULL)
        args = PyTuple_Pack(1, row);
    if (args != NULL)
        made = PyTuple_Type.tp_new(by->slot, args, NULL); /* as a named tuple makes itself */
    int failed = made == NULL ? -1 : PyList_Append(out, made);
    Py_XDECREF(text);
    Py_XDECREF(source);
    Py_XDECREF(row);
    Py_XDECREF(args);
    Py_XDECREF(made);
    return failed;
}

/* The runs of a name, at most so many with those that nothing held can be, which are left out but for the first. */
static int put_runs(const Joining *by, PyObject *out, Token *tokens, int words, const double *costs, const char *costed, Py_ssize_t limit, int first)
{
    for (int start = 0; start < words - 1; start++) {
        char whole[LONGEST_JOIN * LONGEST_PAIRED];
        int size = 0, light = 0;
        for (int count = 1; count <= LONGEST_JOIN && start + count <= words; count++) {
            Token *last = &tokens[start + count - 1];
            memcpy(whole + size, last->at, last->size);
            size += last->size;
            light |= last->light || last->source != NULL || last->size < SHORT_WORD;
            if (count == 1)
                continue;
            if ((count > 2 && !light) || size > LONGEST_JOINED)
                break;
            double cost = 0.0, weight = 0.0;
            int native = 0;
            for (int i = start; i < start + count; i++) {
                cost += costs[i];
                native |= tokens[i].source != NULL;
                if (costed[i])
                    weight += tokens[i].weight;
            }
            if (size < SHORTEST_RUN || cost == 0.0 || last->light)
                continue;
            if (limit-- <= 0)
                return 0;
            int met = first ? 1 : may_be_held(by, &tokens[start], count, whole, size);
            first = 0;
            if (met < 0 || (met && put_run(by, out, &tokens[start], count, whole, size, native, weight, cost) < 0))
                return -1;
        }
    }
    return 0;
}

/* Of a prepared name, the costs of some of its words by their places, how many runs at most, whether the first is kept
 * whatever it is, the keys held and where they begin, and a tuple of what is asked for: the runs; None where a word is not
 * plain.
 */
static PyObject *joined_runs(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *from, *spare, *arrays[2], *out = NULL;
    Py_ssize_t limit;
    int first;
    Joining by = {.keys = {.held = 0}};
    if (!PyArg_ParseTuple(args, "OO!npOO(OUO!)", &from, &PyDict_Type, &spare, &limit, &first, &arrays[0], &arrays[1],
                          &by.syllables, &by.parted, &PyType_Type, &by.slot))
        return NULL;
    if (!PyType_IsSubtype(by.slot, &PyTuple_Type))
        return PyErr_Format(PyExc_TypeError, "a slot is a tuple");
    Name name;
    double costs[MOST_WORDS];
    char costed[MOST_WORDS];
    int fit = read_name(&name, from);
    for (int i = 0; fit == 1 && i < name.count; i++) {
        PyObject *place = PyLong_FromLong(i), *cost = place == NULL ? NULL : PyDict_GetItemWithError(spare, place);
        Py_XDECREF(place);
        costed[i] = cost != NULL;
        costs[i] = cost != NULL ? PyFloat_AsDouble(cost) : 0.0;
        if (PyErr_Occurred())
            fit = -1;
    }
    for (int i = 0; fit == 1 && i < 2; i++) {
        if (PyObject_GetBuffer(arrays[i], &by.keys.views[i], PyBUF_C_CONTIGUOUS) < 0)
            fit = -1;
        else if (by.keys.views[by.keys.held++].itemsize != 4 || (i && read_starts(&by.keys, &by.keys.views[1]) < 0))
            fit = -1;
    }
    if (fit == 1) {
        by.keys.keys = by.keys.views[0].buf;
        by.keys.keyed = (size_t)by.keys.views[0].len / 4;
        out = PyList_New(0);
        if (out != NULL && put_runs(&by, out, name.tokens, name.count, costs, costed, limit, first) < 0)
            Py_CLEAR(out);
    }
    let_go(&by.keys);
    forget(&name);
    if (fit == 0)
        Py_RETURN_NONE;
    if (out == NULL && !PyErr_Occurred())
        PyErr_SetString(PyExc_TypeError, "an array is of another kind");
    return out;
}

#endif
