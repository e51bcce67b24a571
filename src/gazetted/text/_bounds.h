/* What names can score at most by the words that they share with queries, and those that can score enough. The twin of
 * `Shared`, `at_most` and what ranks them in gazetted.matching.bounds and gazetted.matching.index, sum by sum: sums are
 * taken in the order in which numpy takes them.
 */
#ifndef GAZETTED_BOUNDS_H
#define GAZETTED_BOUNDS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "_arrays.h"

#define LONE_NAME 1
#define INITIALS_NAME 2
#define ORGANISATION_NAME 4
#define PERSON_NAME 8
#define WEIGHT_UNIT 40
#define FINE_BITS 14
#define SLOT_BITS 6
#define NAME_BITS 24
#define WEIGHTY 0.4
#define SMALL 0.06
#define SLACK 0.03
#define ENOUGH 0.70
#define MOST_SHARED 128 /* words that a name shares with a query: a query has no more slots */

enum { WEIGHTS, SPARES, COVERS, TOTALS, INITIALS_OF, WEIGHTY_OF, FLAGS_OF, SOLID, FLOORS, NAME_TOTALS, NAME_FLAGS, KEYS, ARRAYS };

typedef struct {
    double doubt, sure, replaced_least, replaced_share, one_side, one_side_other, lone_word_person;
} Rules;

/* The queries of a block, by their numbers; of `wide` slots each. */
typedef struct {
    Py_buffer views[ARRAYS];
    int held;
    size_t count, wide, names;
    const double *weight, *spare, *total, *initials, *floors, *name_totals;
    const int64_t *covers, *weighty, *flags, *solid;
    const unsigned char *name_flags;
} Block;

/* A name and what it shares with a query. */
typedef struct {
    int64_t name, hits, covered;
    double met, lost, asked, listed, bound;
    int same;
} Share;

typedef struct {
    Share *at;
    size_t size, room;
} Shares;

/* The sum of numbers behind a first one, as numpy adds them up: by eights where they are many. */
static double summed(const double *at, int count)
{
    double first = at[0], rest = 0.0;
    int size = count - 1, i = 0;
    at++;
    if (size >= 8) {
        double r[8];
        for (int k = 0; k < 8; k++)
            r[k] = at[k];
        for (i = 8; i < size - size % 8; i += 8)
            for (int k = 0; k < 8; k++)
                r[k] += at[i + k];
        rest = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    }
    for (; i < size; i++)
        rest += at[i];
    return size ? first + rest : first;
}

static double cost_of(const Rules *by, double weight, double alike)
{
    double doubt = by->sure - alike > 0.0 ? by->sure - alike : 0.0;
    return weight * (1 - alike + by->doubt * doubt);
}

/* What a query and a name share, from keys of one pair: slot, likeness and weight. */
static void share(Share *one, const Block *block, const Rules *by, size_t query, const int64_t *keys, int count)
{
    double met[MOST_SHARED], lost[MOST_SHARED], asked[MOST_SHARED], listed[MOST_SHARED];
    one->name = keys[0] >> (SLOT_BITS + FINE_BITS) & ((1 << NAME_BITS) - 1);
    one->hits = one->covered = one->same = 0;
    for (int i = 0; i < count; i++) {
        size_t slot = query * block->wide + (size_t)(keys[i] >> FINE_BITS & ((1 << SLOT_BITS) - 1));
        double mine = block->weight[slot], alike = (double)(keys[i] >> 7 & 127) / 127;
        listed[i] = (double)(keys[i] & 127) / WEIGHT_UNIT;
        met[i] = (mine + listed[i]) / 2;
        lost[i] = cost_of(by, met[i], alike);
        asked[i] = block->spare[slot];
        one->hits += mine >= WEIGHTY;
        one->same |= alike == 1.0;
        one->covered += block->covers[slot];
    }
    one->met = summed(met, count);
    one->lost = summed(lost, count);
    one->asked = summed(asked, count);
    one->listed = summed(listed, count);
}

/* One more word of the query, looked up for the names that share others. */
static void share_further(Shares *shares, const Block *block, const Rules *by, size_t slot, const int64_t *post, size_t count)
{
    double mine = block->weight[slot];
    size_t at = 0;
    for (size_t i = 0; i < shares->size; i++) {
        Share *one = &shares->at[i];
        while (at < count && post[at] >> (SLOT_BITS + FINE_BITS) < one->name)
            at++;
        if (at == count)
            return;
        if (post[at] >> (SLOT_BITS + FINE_BITS) != one->name)
            continue;
        double theirs = (double)(post[at] & 127) / WEIGHT_UNIT, weight = (mine + theirs) / 2;
        one->met += weight;
        one->lost += cost_of(by, weight, (double)(post[at] >> 7 & 127) / 127);
        one->asked += block->spare[slot];
        one->listed += theirs;
        one->hits += mine >= WEIGHTY;
        one->covered += block->covers[slot];
    }
}

static double larger(double one, double other)
{
    return one > other ? one : other;
}

static double smaller(double one, double other)
{
    return one < other ? one : other;
}

/* What a name can score at most; see `at_most`. */
static double at_most(const Share *one, const Block *block, const Rules *by, size_t query)
{
    int64_t mine = block->flags[query], flag = block->name_flags[one->name];
    int person = (mine & PERSON_NAME) || (flag & PERSON_NAME) || !((mine | flag) & ORGANISATION_NAME);
    int partial = block->initials[query] > 0 || (flag & INITIALS_NAME);
    double left = larger(0.0, block->total[query] - one->asked);
    double right = larger(0.0, block->name_totals[one->name] - one->listed);
    if (flag & INITIALS_NAME)
        left = larger(0.0, left - 1.0);
    right = larger(0.0, right - 1.0 * block->initials[query]);
    double both = smaller(left, right) > SMALL ? smaller(left, right) : 0.0;
    double alone = left > right ? left - right : right - left, met = larger(one->met, 1e-6);
    double value = 1 - one->lost / met;
    value -= by->replaced_least * smaller(1.0, both / 0.6) * (both > 0) + by->replaced_share * both / (both + met);
    value -= (person ? by->one_side : by->one_side_other) * alone / (alone + met + both);
    int few = one->hits <= 1, there = LONE_NAME | ORGANISATION_NAME;
    int lone = few && larger(left, right) >= WEIGHTY && person && !partial;
    lone |= few && (flag & there) == there && !(mine & ORGANISATION_NAME) && !partial && right < SMALL &&
            block->solid[query] > one->covered;
    value = (lone ? smaller(value, by->lone_word_person) : value) + SLACK;
    return block->weighty[query] <= 1 && one->same ? larger(value, ENOUGH) : value;
}

/* The highest first, else by name. */
static int by_bound(const void *one, const void *other)
{
    const Share *a = one, *b = other;
    if (a->bound != b->bound)
        return a->bound < b->bound ? 1 : -1;
    return (a->name > b->name) - (a->name < b->name);
}

/* Keys of one query to what names share with it, in the order of names; -1 for an error. */
static int share_all(Shares *shares, const Block *block, const Rules *by, size_t query, const int64_t *keys, size_t count)
{
    shares->size = 0;
    for (size_t i = 0, stop; i < count; i = stop) {
        int64_t pair = keys[i] >> (SLOT_BITS + FINE_BITS);
        for (stop = i + 1; stop < count && keys[stop] >> (SLOT_BITS + FINE_BITS) == pair; stop++)
            ;
        if (stop - i > MOST_SHARED || (size_t)(pair & ((1 << NAME_BITS) - 1)) >= block->names) {
            PyErr_SetString(PyExc_IndexError, "there is no such name");
            return -1;
        }
        if (shares->size == shares->room && more_room((void **)&shares->at, &shares->room, sizeof(Share)) < 0)
            return -1;
        share(&shares->at[shares->size++], block, by, query, keys + i, (int)(stop - i));
    }
    return 0;
}

/* The words of a query that were put off: its slot and their postings; -1 for an error. */
static int share_later(Shares *shares, const Block *block, const Rules *by, size_t query, PyObject *later, Py_ssize_t *at)
{
    for (; *at < PyList_GET_SIZE(later); ++*at) {
        PyObject *row = PyList_GET_ITEM(later, *at);
        if (!PyTuple_Check(row) || PyTuple_GET_SIZE(row) != 3) {
            PyErr_SetString(PyExc_TypeError, "query, slot and posting");
            return -1;
        }
        size_t of = PyLong_AsSize_t(PyTuple_GET_ITEM(row, 0)), slot = PyLong_AsSize_t(PyTuple_GET_ITEM(row, 1));
        if (PyErr_Occurred())
            return -1;
        if (of > query)
            return 0;
        Py_buffer post;
        Py_ssize_t count;
        const int64_t *numbers = numbers_in(PyTuple_GET_ITEM(row, 2), &post, &count);
        if (numbers == NULL)
            return -1;
        if (of == query && slot < block->wide)
            share_further(shares, block, by, query * block->wide + slot, numbers, (size_t)count);
        PyBuffer_Release(&post);
    }
    return 0;
}

/* The names of a query that can score its floor, the most able first: how many there are of them, or `limit`. */
static size_t able(Shares *shares, const Block *block, const Rules *by, size_t query, size_t limit)
{
    size_t kept = 0;
    for (size_t i = 0; i < shares->size; i++) {
        shares->at[i].bound = at_most(&shares->at[i], block, by, query);
        if (shares->at[i].bound >= block->floors[query])
            shares->at[kept++] = shares->at[i];
    }
    if (kept > 1)
        qsort(shares->at, kept, sizeof(Share), by_bound);
    return kept < limit ? kept : limit;
}

static int put_bytes(PyObject *list, const Share *at, size_t count)
{
    PyObject *names = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count * 8);
    PyObject *values = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count * 8), *row = NULL;
    if (names != NULL && values != NULL) {
        for (size_t i = 0; i < count; i++) {
            memcpy(PyBytes_AS_STRING(names) + 8 * i, &at[i].name, 8);
            memcpy(PyBytes_AS_STRING(values) + 8 * i, &at[i].bound, 8);
        }
        row = PyTuple_Pack(2, names, values);
    }
    int failed = row == NULL ? -1 : PyList_Append(list, row);
    Py_XDECREF(names);
    Py_XDECREF(values);
    Py_XDECREF(row);
    return failed;
}

static void release_block(Block *block)
{
    while (block->held)
        PyBuffer_Release(&block->views[--block->held]);
}

static int read_block(Block *block, PyObject *arrays)
{
    if (PyTuple_GET_SIZE(arrays) != ARRAYS) {
        PyErr_SetString(PyExc_TypeError, "there are twelve arrays");
        return -1;
    }
    for (int i = 0; i < ARRAYS; i++) {
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(arrays, i), &block->views[i], PyBUF_C_CONTIGUOUS) < 0)
            return -1;
        block->held++;
        if (block->views[i].itemsize != (i == NAME_FLAGS ? 1 : 8)) {
            PyErr_SetString(PyExc_TypeError, "an array is of another kind");
            return -1;
        }
    }
    Py_buffer *view = block->views;
    block->count = (size_t)view[TOTALS].len / 8;
    block->wide = block->count ? (size_t)view[WEIGHTS].len / 8 / block->count : 0;
    block->names = (size_t)view[NAME_FLAGS].len;
    int same = (size_t)view[WEIGHTS].len == block->count * block->wide * 8 && block->wide >= 1 << SLOT_BITS &&
               view[SPARES].len == view[WEIGHTS].len && view[COVERS].len == view[WEIGHTS].len &&
               (size_t)view[NAME_TOTALS].len / 8 == block->names;
    for (int i = INITIALS_OF; i <= FLOORS; i++)
        same &= view[i].len == view[TOTALS].len;
    if (!same) {
        PyErr_SetString(PyExc_ValueError, "as many of each");
        return -1;
    }
    block->weight = view[WEIGHTS].buf;
    block->spare = view[SPARES].buf;
    block->covers = view[COVERS].buf;
    block->total = view[TOTALS].buf;
    block->initials = view[INITIALS_OF].buf;
    block->weighty = view[WEIGHTY_OF].buf;
    block->flags = view[FLAGS_OF].buf;
    block->solid = view[SOLID].buf;
    block->floors = view[FLOORS].buf;
    block->name_totals = view[NAME_TOTALS].buf;
    block->name_flags = view[NAME_FLAGS].buf;
    return 0;
}

/* Of the arrays of a block, what was put off, the rules and a limit: for each query, names and what they score at most. */
static PyObject *bounded(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *arrays, *later, *out = NULL;
    Rules by;
    Py_ssize_t limit, at = 0;
    Block block = {.held = 0};
    Shares shares = {NULL, 0, 0};
    if (!PyArg_ParseTuple(args, "O!O!(ddddddd)n", &PyTuple_Type, &arrays, &PyList_Type, &later, &by.doubt, &by.sure,
                          &by.replaced_least, &by.replaced_share, &by.one_side, &by.one_side_other, &by.lone_word_person, &limit))
        return NULL;
    if (read_block(&block, arrays) == 0)
        out = PyList_New(0);
    const int64_t *keys = out != NULL ? block.views[KEYS].buf : NULL;
    size_t count = out != NULL ? (size_t)block.views[KEYS].len / 8 : 0, low = 0, high;
    for (size_t query = 0; out != NULL && query < block.count; query++, low = high) {
        for (high = low; high < count && (size_t)(keys[high] >> (NAME_BITS + SLOT_BITS + FINE_BITS)) == query; high++)
            ;
        if (share_all(&shares, &block, &by, query, keys + low, high - low) < 0 ||
            share_later(&shares, &block, &by, query, later, &at) < 0 ||
            put_bytes(out, shares.at, able(&shares, &block, &by, query, limit < 0 ? 0 : (size_t)limit)) < 0)
            Py_CLEAR(out);
    }
    PyMem_Free(shares.at);
    release_block(&block);
    return out;
}

#endif
