/* The words of an index that words of queries may be, found by their keys and compared. The twin of `_near` of
 * `Vocabulary` in gazetted.matching.vocabulary. Words asked that are not plain are left to the twin; of words held that are
 * not, one pair at a time is asked for.
 */
#ifndef GAZETTED_NEAR_H
#define GAZETTED_NEAR_H

#include <stdlib.h>

#include "_align.h"
#include "_arrays.h"
#include "_crc.h"

#define SYLLABLES 2
#define LETTERS 3
#define MOST_VOWELS 20
#define EACH_VOWEL 0x249249249249249ULL /* the lowest of every three bits, twenty times */
#define LONGEST_LESS 32
#define ONE_LESS 3
#define TWO_LESS 6
#define LONG_WORD 14
#define BY_EDITS_WIDE 13
#define SCANNED_ALIKE 0.90
#define BARE_ALIKE 0.86
#define CUT_ALIKE 0.85
#define SHORTEST_FRAME 3
#define SHORTEST_KNOWN 4
#define MOST_CUT 300
#define SOFT_LESS 0.03

enum { BY_SOUND, ACROSS, BY_EDITS }; /* how a pair is compared that Python is asked for */

#define VIEWS 12

/* Words held: their keys, letters, and what is known of each. */
typedef struct {
    Py_buffer views[VIEWS];
    int held;
    const uint32_t *keys;
    const int32_t *numbers, *starts; /* of keys: where those begin that have the same highest bits */
    const char *body, *sources;
    const int64_t *ends, *source_ends, *vowels;
    const unsigned char *native, *runs, *vowel_counts;
    const double *by_edits;
    size_t keyed, words, body_size, sources_size;
    int shift; /* by which a key has its highest bits only */
} Held;

typedef struct {
    double value;
    int32_t number;
} Entry;

typedef struct {
    Entry *at;
    size_t size, room;
} Entries;

typedef struct {
    int32_t *at;
    size_t size, room;
} Numbers;

/* A word of a query, and what is asked for it. */
typedef struct {
    Token token;
    PyObject *group;
    Py_ssize_t number;
    int joined, cut, plain, edited, vowels;
    uint64_t vowel_code;
} Asked;

static int enter(Entries *entries, int32_t number, double value)
{
    if (entries->size == entries->room && more_room((void **)&entries->at, &entries->room, sizeof(Entry)) < 0)
        return -1;
    entries->at[entries->size++] = (Entry){value, number};
    return 0;
}

static int by_number(const void *one, const void *other)
{
    int32_t a = *(const int32_t *)one, b = *(const int32_t *)other;
    return (a > b) - (a < b);
}

/* By number, the most alike first. */
static int by_entry(const void *one, const void *other)
{
    const Entry *a = one, *b = other;
    if (a->number != b->number)
        return a->number > b->number ? 1 : -1;
    return (a->value < b->value) - (a->value > b->value);
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

/* -- keys ----------------------------------------------------------------------------------------------------------- */

#define MOST_KEYS (1 + LONGEST_LESS + LONG_WORD * LONG_WORD / 2)

typedef struct {
    uint32_t at[MOST_KEYS];
    int size;
} Keys;

static uint32_t key_of(uint32_t crc, const char *at, int size)
{
    for (int i = 0; i < size; i++)
        crc = crc_step(crc, (unsigned char)at[i]);
    return crc;
}

static void add_crc(Keys *keys, uint32_t crc)
{
    keys->at[keys->size++] = crc ^ 0xFFFFFFFFu;
}

static uint32_t sort_of(unsigned char sort)
{
    return crc_step(0xFFFFFFFFu, sort);
}

/* Keys of a word with up to one letter less, or two of longer ones; see `edit_keys`. */
static void keys_of_edits(Keys *keys, const char *at, int size)
{
    size = size < LONGEST_LESS ? size : LONGEST_LESS;
    keys->size = 0;
    add_crc(keys, key_of(0xFFFFFFFFu, at, size));
    if (size < ONE_LESS)
        return;
    uint32_t before = 0xFFFFFFFFu; /* of the letters before the first that is left out */
    for (int i = 0; i < size; before = crc_step(before, (unsigned char)at[i++])) {
        if (i == 0 || at[i] != at[i - 1]) /* of two equal letters either may go */
            add_crc(keys, key_of(before, at + i + 1, size - i - 1));
        if (size < TWO_LESS || size > LONG_WORD)
            continue;
        uint32_t between = before;
        for (int j = i + 1; j < size; between = crc_step(between, (unsigned char)at[j++]))
            add_crc(keys, key_of(between, at + j + 1, size - j - 1));
    }
}

/* Key of a word by what a scanner takes for each other. */
static void key_of_scanned(Keys *keys, const char *at, int size)
{
    Word word;
    keys->size = 0;
    scanned(&word, at, size);
    add_crc(keys, key_of(sort_of(5), word.at, word.size));
}

/* Key under which a word asked meets the same without the vowels inside it; see `bare_keys`. */
static void key_of_bare(Keys *keys, const Token *token)
{
    char frame[LONGEST_PAIRED];
    int count = 0, inside = 0;
    keys->size = 0;
    if (!token->letters)
        return;
    frame[count++] = token->at[0];
    for (int i = 1; i < token->size; i++) {
        if (!is_vowel(token->at[i]))
            frame[count++] = token->at[i];
        else if (i < token->size - 1)
            inside = 1;
    }
    if (count >= SHORTEST_FRAME)
        add_crc(keys, key_of(sort_of(inside ? 7 : 6), frame, count));
}

static void keys_of_sounds(Keys *keys, Token *token)
{
    const Word *word = skeleton_of(token);
    keys->size = 0;
    add_crc(keys, key_of(0xFFFFFFFFu, token->at, token->size));
    add_crc(keys, key_of(sort_of(1), word->at, word->size));
}

/* -- words by keys -------------------------------------------------------------------------------------------------- */

static int under(const Held *held, Numbers *found, uint32_t key)
{
    size_t at = (size_t)held->starts[key >> held->shift];
    while (at < held->keyed && held->keys[at] < key)
        at++;
    for (; at < held->keyed && held->keys[at] == key; at++) {
        if (held->numbers[at] < 0 || (size_t)held->numbers[at] >= held->words) {
            PyErr_SetString(PyExc_IndexError, "there is no such word");
            return -1;
        }
        if (found->size == found->room && more_room((void **)&found->at, &found->room, sizeof(int32_t)) < 0)
            return -1;
        found->at[found->size++] = held->numbers[at];
    }
    return 0;
}

static void each_once(Numbers *found)
{
    size_t kept = 0;
    if (found->size > 1)
        qsort(found->at, found->size, sizeof(int32_t), by_number);
    for (size_t i = 0; i < found->size; i++)
        if (i == 0 || found->at[i] != found->at[i - 1])
            found->at[kept++] = found->at[i];
    found->size = kept;
}

/* The numbers of words under any of some keys, each once. */
static int under_any(const Held *held, Numbers *found, const Keys *keys)
{
    found->size = 0;
    for (int k = 0; k < keys->size; k++)
        __builtin_prefetch(held->keys + held->starts[keys->at[k] >> held->shift]);
    for (int k = 0; k < keys->size; k++)
        if (under(held, found, keys->at[k]) < 0)
            return -1;
    each_once(found);
    return 0;
}

/* As `under_any`, of keys that Python told. */
static int under_told(const Held *held, Numbers *found, PyObject *keys)
{
    PyObject *rows = PyObject_GetIter(keys), *row;
    found->size = 0;
    if (rows == NULL)
        return -1;
    while ((row = PyIter_Next(rows)) != NULL) {
        unsigned long key = PyLong_AsUnsignedLong(row);
        Py_DECREF(row);
        if (PyErr_Occurred() || (key <= 0xFFFFFFFFul && under(held, found, (uint32_t)key) < 0))
            break;
    }
    Py_DECREF(rows);
    if (PyErr_Occurred())
        return -1;
    each_once(found);
    return 0;
}

static int is_alone(const Held *held, int32_t number)
{
    return (held->native[number] == 0 || held->native[number] == LETTERS) && !held->runs[number];
}

/* A piece of some bytes by the ends of all pieces; -1 with an error where it lies outside. */
static int piece(const int64_t *ends, size_t whole, int32_t number, int64_t *start, int64_t *size)
{
    *start = number ? ends[number - 1] : 0;
    *size = ends[number] - *start;
    if (*start < 0 || *size < 0 || (uint64_t)ends[number] > whole) {
        PyErr_SetString(PyExc_IndexError, "a word lies outside of the words");
        return -1;
    }
    return 0;
}

/* How many bytes a word held has; -1 for an error. */
static int64_t size_of(const Held *held, int32_t number)
{
    int64_t start, size;
    return piece(held->ends, held->body_size, number, &start, &size) < 0 ? -1 : size;
}

/* The letters of a word held: 1 where they are plain, 0 where not, -1 for an error. */
static int letters_held(const Held *held, int32_t number, Token *token)
{
    int64_t start, size;
    if (piece(held->ends, held->body_size, number, &start, &size) < 0)
        return -1;
    if (size < 1 || size > LONGEST_PAIRED)
        return 0;
    token->word = token->text = token->source = token->native = NULL;
    token->at = held->body + start;
    token->size = (int)size;
    token->sounded = 0;
    token->older = -1;
    return is_plain_word(token);
}

/* -- pairs compared ------------------------------------------------------------------------------------------------- */

/* What Python says of a pair; -1 with an error. */
static double hard(PyObject *function, const Asked *asked, int32_t number, int how)
{
    PyObject *found = PyObject_CallFunction(function, "nii", asked->number, (int)number, how);
    double value = found == NULL ? -1.0 : PyFloat_AsDouble(found);
    Py_XDECREF(found);
    return value;
}

static double spelt_alike(const Held *held, int apart, int longest)
{
    return held->by_edits[apart * BY_EDITS_WIDE + (longest < BY_EDITS_WIDE - 1 ? longest : BY_EDITS_WIDE - 1)];
}

static int at_most_apart(const Token *one, const Token *other)
{
    int apart = edits(one->at, one->size, other->at, other->size);
    return apart > MOST_APART ? MOST_APART + 1 : apart;
}

/* How alike two words of one skeleton are: by their vowels, else by their letters; see `_sounding`. */
static double sounding(const Held *held, const Asked *asked, int32_t number, const Token *other)
{
    int counts = asked->vowels, theirs = held->vowel_counts[number], least = counts < theirs ? counts : theirs;
    uint64_t code = (uint64_t)held->vowels[number], common = asked->vowel_code & code;
    int same = __builtin_popcountll((common | common >> 1 | common >> 2) & EACH_VOWEL);
    int agreed = counts == theirs ? 2 * same > counts || asked->vowel_code == code
                                  : least == 0 && (counts - theirs > 1 || theirs - counts > 1);
    int apart = at_most_apart(&asked->token, other);
    if (apart == 0)
        return 1.0;
    double value = spelt_alike(held, apart, asked->token.size > other->size ? asked->token.size : other->size);
    if (least <= 1 && value < BARE_ALIKE)
        value = BARE_ALIKE;
    return agreed && value < JOINED_ALIKE ? JOINED_ALIKE : value;
}

/* How alike words are by their letters alone; see `_by_edits`. */
static double by_letters_only(const Held *held, const Asked *asked, const Token *other)
{
    const Token *mine = &asked->token;
    int apart = at_most_apart(mine, other), longest = mine->size > other->size ? mine->size : other->size;
    double value = spelt_alike(held, apart, longest);
    if (apart == MOST_APART) {
        int soft = soft_edits(mine->at, mine->size, other->at, other->size);
        if (soft < MOST_APART && spelt_alike(held, soft, longest) - SOFT_LESS > value)
            value = spelt_alike(held, soft, longest) - SOFT_LESS;
    }
    return value;
}

/* As `alike_joined` in gazetted.matching.alike: one of the words is several taken as one. */
static double alike_joined(const Told *by, Token *asked, Token *other)
{
    if (asked->size == other->size && memcmp(asked->at, other->at, asked->size) == 0)
        return JOINED_ALIKE;
    if ((asked->source == NULL) != (other->source == NULL)) {
        Token *latin = asked->source == NULL ? asked : other;
        PyObject *known = native_of(by, asked->source == NULL ? other : asked);
        int read = known == NULL ? -1 : laid(PyTuple_GET_ITEM(known, 0), latin->at, latin->size);
        return read < 0 ? -1.0 : read * JOINED_ALIKE;
    }
    Kind kind;
    double value = alike_letters(by, asked, other, &kind);
    return value < NEAR_JOINED ? (PyErr_Occurred() ? -1.0 : 0.0) : value * JOINED_ALIKE;
}

/* How alike words are of which one is of another script, or a run; see `_across`. */
static double across_scripts(const Told *by, const Held *held, Asked *asked, int32_t number, Token *other)
{
    double value = -1.0;
    int64_t start, size;
    other->text = PyUnicode_FromStringAndSize(other->at, other->size);
    if (other->text != NULL && held->native[number] && piece(held->source_ends, held->sources_size, number, &start, &size) == 0 && size)
        other->source = PyUnicode_DecodeUTF8(held->sources + start, size, "surrogatepass");
    if (!PyErr_Occurred()) {
        Kind kind;
        value = held->runs[number] || asked->joined ? alike_joined(by, &asked->token, other)
                                                    : alike(by, &asked->token, other, &kind);
    }
    Py_CLEAR(other->text);
    Py_CLEAR(other->source);
    Py_CLEAR(other->native);
    return value;
}

/* -- one word asked ------------------------------------------------------------------------------------------------- */

/* Words that are alone, all as alike. */
static int enter_alone(const Held *held, Entries *entries, const Numbers *found, double value)
{
    for (size_t i = 0; i < found->size; i++)
        if (is_alone(held, found->at[i]) && enter(entries, found->at[i], value) < 0)
            return -1;
    return 0;
}

/* How a word held stands to a beginning: below, 0 where it begins so, above; its size. An error makes it stand above. */
static int stands(const Held *held, size_t number, const Token *beginning, int64_t *size)
{
    int64_t start;
    if (piece(held->ends, held->body_size, (int32_t)number, &start, size) < 0)
        return 1;
    int least = *size < beginning->size ? (int)*size : beginning->size;
    int found = least ? memcmp(held->body + start, beginning->at, least) : 0;
    return found ? found : least < beginning->size ? -1 : 0;
}

/* Words that a word asked may be the beginning of, where it is not short and a word itself. */
static int enter_cut(const Held *held, Entries *entries, const Token *beginning)
{
    int64_t size;
    size_t low = 0, high = held->words;
    while (low < high) { /* the words are in the order of their letters */
        size_t middle = low + (high - low) / 2;
        if (stands(held, middle, beginning, &size) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (PyErr_Occurred())
        return -1;
    for (size_t i = low; i < held->words && i - low < MOST_CUT && stands(held, i, beginning, &size) == 0; i++) {
        if (size == beginning->size && i == low && size >= SHORTEST_KNOWN)
            return 0;
        if (size > beginning->size && !held->runs[i] && enter(entries, (int32_t)i, CUT_ALIKE) < 0)
            return -1;
    }
    return PyErr_Occurred() ? -1 : 0;
}

/* Words under the keys that only some words have: pairs of how alike and keys. */
static int enter_further(const Held *held, Entries *entries, Numbers *found, PyObject *further)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(further); i++) {
        PyObject *row = PyList_GET_ITEM(further, i);
        if (!PyTuple_Check(row) || PyTuple_GET_SIZE(row) != 2) {
            PyErr_SetString(PyExc_TypeError, "how alike, and keys");
            return -1;
        }
        double value = PyFloat_AsDouble(PyTuple_GET_ITEM(row, 0));
        if (PyErr_Occurred() || under_told(held, found, PyTuple_GET_ITEM(row, 1)) < 0 || enter_alone(held, entries, found, value) < 0)
            return -1;
    }
    return 0;
}

/* Words of one sound or reading, compared. */
static int enter_sounding(const Told *by, const Held *held, PyObject *ask, Asked *asked, Entries *entries, const Numbers *found)
{
    for (size_t i = 0; i < found->size; i++) {
        int32_t number = found->at[i];
        int sounded = asked->plain && is_alone(held, number);
        if (!sounded && asked->joined && held->runs[number])
            continue;
        Token other;
        int fit = letters_held(held, number, &other);
        double value = -1.0;
        if (fit == 0)
            value = hard(ask, asked, number, sounded ? BY_SOUND : ACROSS);
        else if (fit > 0)
            value = sounded ? sounding(held, asked, number, &other) : across_scripts(by, held, asked, number, &other);
        if (PyErr_Occurred() || enter(entries, number, value) < 0)
            return -1;
    }
    return 0;
}

/* Words a letter or two apart that were not compared yet, of which the first `known` entries tell, in order. */
static int enter_edited(const Held *held, PyObject *ask, const Asked *asked, Entries *entries, const Numbers *found, size_t known)
{
    size_t at = 0;
    for (size_t i = 0; i < found->size; i++) {
        int32_t number = found->at[i];
        while (at < known && entries->at[at].number < number)
            at++;
        if ((at < known && entries->at[at].number == number) || held->runs[number] || held->native[number] == SYLLABLES)
            continue;
        int64_t size = size_of(held, number);
        if (size < 0)
            return -1;
        if (size - asked->token.size > MOST_APART || asked->token.size - size > MOST_APART)
            continue;
        Token other;
        int fit = letters_held(held, number, &other);
        double value = fit == 0 ? hard(ask, asked, number, BY_EDITS) : fit > 0 ? by_letters_only(held, asked, &other) : -1.0;
        if (PyErr_Occurred() || enter(entries, number, value) < 0)
            return -1;
    }
    return 0;
}

static int near_one(const Told *by, const Held *held, PyObject *ask, Asked *asked, PyObject *further, Entries *entries, Numbers *found)
{
    Keys keys;
    if (asked->plain) {
        if (further != NULL && PyList_Check(further) && enter_further(held, entries, found, further) < 0)
            return -1;
        key_of_scanned(&keys, asked->token.at, asked->token.size);
        if (under_any(held, found, &keys) < 0 || enter_alone(held, entries, found, SCANNED_ALIKE) < 0)
            return -1;
        key_of_bare(&keys, &asked->token);
        if (under_any(held, found, &keys) < 0 || enter_alone(held, entries, found, BARE_ALIKE) < 0)
            return -1;
        int runs[LONGEST], count = vowels(asked->token.at, asked->token.size, runs);
        asked->vowels = count < MOST_VOWELS ? count : MOST_VOWELS;
        asked->vowel_code = 0;
        for (int i = 0; i < asked->vowels; i++)
            asked->vowel_code = asked->vowel_code << 3 | (uint64_t)runs[i];
    }
    if (asked->group == NULL) {
        keys_of_sounds(&keys, &asked->token);
        if (under_any(held, found, &keys) < 0)
            return -1;
    } else if (under_told(held, found, asked->group) < 0) {
        return -1;
    }
    if (enter_sounding(by, held, ask, asked, entries, found) < 0)
        return -1;
    if (asked->edited) {
        if (entries->size > 1)
            qsort(entries->at, entries->size, sizeof(Entry), by_entry);
        keys_of_edits(&keys, asked->token.at, asked->token.size);
        if (under_any(held, found, &keys) < 0 || enter_edited(held, ask, asked, entries, found, entries->size) < 0)
            return -1;
    }
    return 0;
}

/* -- many words asked ----------------------------------------------------------------------------------------------- */

/* A slot: text, source, two weights, whether joined, whether cut. 1 where it is plain, 0 where not, -1 for an error. */
static int read_asked(Asked *asked, PyObject *slot, PyObject *group)
{
    if (!PyTuple_Check(slot) || PyTuple_GET_SIZE(slot) != 6) {
        PyErr_SetString(PyExc_TypeError, "a slot has six fields");
        return -1;
    }
    Token *token = &asked->token;
    Py_ssize_t size;
    token->word = NULL;
    token->text = PyTuple_GET_ITEM(slot, 0); /* borrowed, as the next */
    token->source = PyTuple_GET_ITEM(slot, 1);
    token->native = NULL;
    token->sounded = 0;
    token->older = -1;
    token->at = plain(token->text, &size);
    if (token->at == NULL || size < 1 || size > LONGEST_PAIRED || !PyUnicode_Check(token->source))
        return 0;
    token->size = (int)size;
    if (PyUnicode_GET_LENGTH(token->source) == 0)
        token->source = NULL;
    asked->joined = PyTuple_GET_ITEM(slot, 4) == Py_True;
    asked->cut = PyTuple_GET_ITEM(slot, 5) == Py_True;
    asked->plain = asked->edited = !asked->joined;
    asked->group = NULL;
    if (token->source != NULL && (group != NULL || !asked->joined)) {
        /* its keys, whether it is spelt out, whether it may be a letter apart */
        if (group == NULL || !PyTuple_Check(group) || PyTuple_GET_SIZE(group) != 3) {
            PyErr_SetString(PyExc_TypeError, "the keys of a word of another script are told");
            return -1;
        }
        asked->group = PyTuple_GET_ITEM(group, 0);
        asked->plain = PyTuple_GET_ITEM(group, 1) == Py_True;
        asked->edited = PyTuple_GET_ITEM(group, 2) == Py_True;
    }
    return is_plain_word(token);
}

/* What came of the words: which was asked, which is held, how alike they are. */
typedef struct {
    PyObject *of, *words, *values, *rest;
    size_t size, room;
} Answer;

static int answer(Answer *to, Py_ssize_t asked, Entries *entries)
{
    if (entries->size > 1)
        qsort(entries->at, entries->size, sizeof(Entry), by_entry);
    if (to->size + entries->size > to->room) {
        size_t room = 2 * (to->size + entries->size) + 1024;
        if (_PyBytes_Resize(&to->of, (Py_ssize_t)(room * 8)) < 0 || _PyBytes_Resize(&to->words, (Py_ssize_t)(room * 8)) < 0 ||
            _PyBytes_Resize(&to->values, (Py_ssize_t)(room * 8)) < 0)
            return -1;
        to->room = room;
    }
    int64_t *of = (int64_t *)PyBytes_AS_STRING(to->of), *words = (int64_t *)PyBytes_AS_STRING(to->words);
    double *values = (double *)PyBytes_AS_STRING(to->values);
    for (size_t i = 0; i < entries->size; i++) {
        const Entry *one = &entries->at[i];
        if ((i && one->number == one[-1].number) || one->value < LEAST_ALIKE)
            continue;
        of[to->size] = asked;
        words[to->size] = one->number;
        values[to->size++] = one->value;
    }
    return 0;
}

static int near_all(const Told *by, const Held *held, PyObject *ask, PyObject *slots, PyObject *groups, PyObject *further,
                    Answer *to)
{
    Entries entries = {NULL, 0, 0};
    Numbers found = {NULL, 0, 0};
    int failed = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(slots) && !failed; i++) {
        PyObject *number = PyLong_FromSsize_t(i), *slot = PyList_GET_ITEM(slots, i);
        if (number == NULL) {
            failed = -1;
            break;
        }
        Asked asked = {.number = i};
        PyObject *more = PyDict_GetItemWithError(further, number);
        int fit = PyErr_Occurred() ? -1 : read_asked(&asked, slot, PyDict_GetItemWithError(groups, number));
        entries.size = 0;
        if (PyErr_Occurred())
            failed = -1;
        else if (fit == 0)
            failed = PyList_Append(to->rest, number);
        else if ((asked.cut && enter_cut(held, &entries, &asked.token) < 0) ||
                 near_one(by, held, ask, &asked, more, &entries, &found) < 0 || answer(to, i, &entries) < 0)
            failed = -1;
        Py_CLEAR(asked.token.native);
        Py_DECREF(number);
    }
    PyMem_Free(entries.at);
    PyMem_Free(found.at);
    return failed;
}
static void let_go(Held *held)
{
    while (held->held)
        PyBuffer_Release(&held->views[--held->held]);
}

/* Where keys of the same highest bits begin: as many as a power of two. */
static int read_starts(Held *held, const Py_buffer *view)
{
    size_t starts = (size_t)view->len / 4;
    held->starts = view->buf;
    for (held->shift = 32; held->shift > 8 && (size_t)1 << (32 - held->shift) < starts; held->shift--)
        ;
    if (held->shift < 32 && (size_t)1 << (32 - held->shift) == starts)
        return 0;
    PyErr_SetString(PyExc_ValueError, "keys are parted by their highest bits");
    return -1;
}

/* The arrays of the words held, each of so many bytes an item, and as many of those that belong together. */
static int take_hold(Held *held, PyObject *arrays)
{
    static const int sizes[VIEWS] = {4, 4, 1, 8, 1, 8, 1, 1, 8, 1, 8, 4};
    held->held = 0;
    if (PyTuple_GET_SIZE(arrays) != VIEWS) {
        PyErr_SetString(PyExc_TypeError, "there are twelve arrays");
        return -1;
    }
    for (int i = 0; i < VIEWS; i++) {
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(arrays, i), &held->views[i], PyBUF_C_CONTIGUOUS) < 0)
            return -1;
        held->held++;
        if (held->views[i].itemsize != sizes[i]) {
            PyErr_SetString(PyExc_TypeError, "an array is of another kind");
            return -1;
        }
    }
    Py_buffer *view = held->views;
    held->keys = view[0].buf;
    held->numbers = view[1].buf;
    held->body = view[2].buf;
    held->ends = view[3].buf;
    held->sources = view[4].buf;
    held->source_ends = view[5].buf;
    held->native = view[6].buf;
    held->runs = view[7].buf;
    held->vowels = view[8].buf;
    held->vowel_counts = view[9].buf;
    held->by_edits = view[10].buf;
    held->keyed = (size_t)view[0].len / 4;
    held->words = (size_t)view[3].len / 8;
    held->body_size = (size_t)view[2].len;
    held->sources_size = (size_t)view[4].len;
    size_t words = held->words;
    if (read_starts(held, &view[11]) < 0)
        return -1;
    if (view[1].len != view[0].len || (size_t)view[5].len / 8 != words || (size_t)view[6].len != words ||
        (size_t)view[7].len != words || (size_t)view[8].len / 8 != words || (size_t)view[9].len != words ||
        view[10].len != (MOST_APART + 2) * BY_EDITS_WIDE * 8) {
        PyErr_SetString(PyExc_ValueError, "as many of each");
        return -1;
    }
    return 0;
}

/* Of arrays, slots, and for some slots keys and further keys: which was asked, which is held and how alike
 * they are, and the slots that are left to the twin.
 */
static PyObject *near(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *arrays, *slots, *groups, *further, *ask, *kit, *out = NULL;
    Told by;
    Held held = {.held = 0};
    if (!PyArg_ParseTuple(args, "O!O!O!O!OO", &PyTuple_Type, &arrays, &PyList_Type, &slots, &PyDict_Type, &groups,
                          &PyDict_Type, &further, &ask, &kit) ||
        read_told(&by, kit) < 0)
        return NULL;
    Answer to = {PyBytes_FromStringAndSize(NULL, 0), PyBytes_FromStringAndSize(NULL, 0), PyBytes_FromStringAndSize(NULL, 0),
                 PyList_New(0), 0, 0};
    if (to.of != NULL && to.words != NULL && to.values != NULL && to.rest != NULL && take_hold(&held, arrays) == 0 &&
        near_all(&by, &held, ask, slots, groups, further, &to) == 0 &&
        _PyBytes_Resize(&to.of, (Py_ssize_t)to.size * 8) == 0 && _PyBytes_Resize(&to.words, (Py_ssize_t)to.size * 8) == 0 &&
        _PyBytes_Resize(&to.values, (Py_ssize_t)to.size * 8) == 0)
        out = PyTuple_Pack(4, to.of, to.words, to.values, to.rest);
    let_go(&held);
    Py_XDECREF(to.of);
    Py_XDECREF(to.words);
    Py_XDECREF(to.values);
    Py_XDECREF(to.rest);
    return out;
}

#endif
