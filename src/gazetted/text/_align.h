/* The words of two names paired: equal ones, words written apart, the most alike. The twin of `_paired` in
 * gazetted.matching.align, rule by rule. A name with a word that is not plain is left to the twin, and so is what is
 * rare: tables, digits, two words of one script; those are asked for through the functions that `Told` holds.
 */
#ifndef GAZETTED_ALIGN_H
#define GAZETTED_ALIGN_H

#include "_words.h"

#define MOST_WORDS 40
#define LONGEST_PAIRED 40 /* letters of a word, as many as are ever read in another script */
#define LONGEST_JOIN 4
#define JOINED_ALIKE 0.95
#define NEAR_JOINED 0.80
#define READ_ALIKE 0.95
#define GUESSED_LESS 0.06
#define LEAST_ALIKE 0.55
#define OLDER_SYSTEM 0.88
#define NICKNAME_ALIKE 0.85

typedef enum { EXACT, INITIAL, SPELLING, TRANSLITERATION, NICKNAME, JOINED_KIND, DIFFERENT, KINDS } Kind;

static const char *const kind_names[KINDS] = {"exact", "initial", "spelling", "transliteration", "nickname", "joined", "different"};
static PyObject *kinds[KINDS];

static PyObject *at_words, *at_core, *at_syllabic, *at_text, *at_part, *at_weight, *at_source;

/* What is asked of Python, in the order in which it is given. */
typedef struct {
    PyObject *likeness, *by_letters, *meet, *same_given, *within, *native, *in_one, *given;
} Told;

static int read_told(Told *by, PyObject *kit)
{
    if (!PyTuple_Check(kit) || PyTuple_GET_SIZE(kit) != 8 || !PyDict_Check(PyTuple_GET_ITEM(kit, 7))) {
        PyErr_SetString(PyExc_TypeError, "seven functions are told, and a dictionary of given names");
        return -1;
    }
    PyObject **into[8] = {&by->likeness, &by->by_letters, &by->meet, &by->same_given, &by->within, &by->native, &by->in_one, &by->given};
    for (int i = 0; i < 8; i++)
        *into[i] = PyTuple_GET_ITEM(kit, i); /* borrowed */
    return 0;
}

/* One word; of a script that is read place by place, with what is known of it once it was asked for. */
typedef struct {
    PyObject *word, *text, *source; /* owned, but for the word */
    PyObject *native;               /* owned: its places, whether a table knows it, class and name of its script */
    const char *at;
    double weight;
    int size, light, letters, sounded, left, older;
    Word skeleton;
} Token;

typedef struct {
    Token tokens[MOST_WORDS];
    int core[MOST_WORDS], count, cores, syllabic, native;
    PyObject *words;
} Name;

static void forget(Name *name)
{
    for (int i = 0; i < name->count; i++) {
        Py_CLEAR(name->tokens[i].text);
        Py_CLEAR(name->tokens[i].source);
        Py_CLEAR(name->tokens[i].native);
    }
    Py_CLEAR(name->words);
}

/* Whether a word is of small letters and digits, and whether of letters only. */
static int is_plain_word(Token *token)
{
    token->letters = 1;
    for (int i = 0; i < token->size; i++) {
        char c = token->at[i];
        if (c >= '0' && c <= '9')
            token->letters = 0;
        else if (c < 'a' || c > 'z')
            return 0;
    }
    return 1;
}

/* 1 where the word is plain, 0 where it is not, -1 for an error. */
static int read_token(Token *token, PyObject *word)
{
    token->word = word;
    token->text = PyObject_GetAttr(word, at_text);
    token->source = PyObject_GetAttr(word, at_source);
    PyObject *weight = PyObject_GetAttr(word, at_weight), *part = PyObject_GetAttr(word, at_part);
    if (token->text != NULL && token->source != NULL && weight != NULL && part != NULL) {
        token->light = PyUnicode_Check(part) && PyUnicode_CompareWithASCIIString(part, "light") == 0;
        token->weight = PyFloat_AsDouble(weight);
    }
    Py_XDECREF(weight);
    Py_XDECREF(part);
    if (PyErr_Occurred())
        return -1;
    Py_ssize_t size;
    token->at = plain(token->text, &size);
    if (token->at == NULL || size < 1 || size > LONGEST_PAIRED || !PyUnicode_Check(token->source))
        return 0;
    token->size = (int)size;
    if (PyUnicode_GET_LENGTH(token->source) == 0)
        Py_CLEAR(token->source);
    token->older = -1;
    return is_plain_word(token);
}

/* As `read_token`, of a whole name. */
static int read_name(Name *name, PyObject *from)
{
    name->count = name->cores = name->native = 0;
    name->words = PyObject_GetAttr(from, at_words);
    PyObject *core = PyObject_GetAttr(from, at_core), *syllabic = PyObject_GetAttr(from, at_syllabic);
    int fit = -1;
    if (name->words == NULL || core == NULL || syllabic == NULL)
        goto done;
    name->syllabic = syllabic == Py_True;
    fit = PyTuple_Check(name->words) && PyTuple_Check(core) && PyTuple_GET_SIZE(name->words) <= MOST_WORDS &&
          PyTuple_GET_SIZE(core) <= PyTuple_GET_SIZE(name->words);
    for (Py_ssize_t i = 0; fit == 1 && i < PyTuple_GET_SIZE(name->words); i++) {
        Token *token = &name->tokens[name->count++];
        token->text = token->source = token->native = NULL;
        token->left = token->sounded = 0;
        fit = read_token(token, PyTuple_GET_ITEM(name->words, i));
        name->native |= fit == 1 && token->source != NULL;
    }
    /* the core is some of the words, in their order */
    for (Py_ssize_t i = 0, at = 0; fit == 1 && i < PyTuple_GET_SIZE(core); i++, at++) {
        while (at < name->count && name->tokens[at].word != PyTuple_GET_ITEM(core, i))
            at++;
        if (at == name->count) {
            fit = 0;
            break;
        }
        name->core[name->cores++] = (int)at;
        name->tokens[at].left = 1;
    }
done:
    Py_XDECREF(core);
    Py_XDECREF(syllabic);
    return fit;
}

static int older(Token *token)
{
    if (token->older < 0)
        token->older = is_older(token->at, token->size);
    return token->older;
}

static const Word *skeleton_of(Token *token)
{
    if (!token->sounded) {
        skeleton_or_word(&token->skeleton, token->at, token->size);
        token->sounded = 1;
    }
    return &token->skeleton;
}

/* -- what is asked of Python ---------------------------------------------------------------------------------------- */

/* Takes a (similarity, kind) that Python told; similarity -1 with an error. A kind of None is `DIFFERENT`. */
static double told(PyObject *found, Kind *kind)
{
    double value = -1.0;
    if (found != NULL && PyTuple_Check(found) && PyTuple_GET_SIZE(found) == 2) {
        PyObject *name = PyTuple_GET_ITEM(found, 1);
        value = PyFloat_AsDouble(PyTuple_GET_ITEM(found, 0));
        *kind = DIFFERENT;
        for (int k = 0; k < KINDS && PyUnicode_Check(name); k++)
            if (name == kinds[k] || PyUnicode_CompareWithASCIIString(name, kind_names[k]) == 0) {
                *kind = (Kind)k;
                break;
            }
    } else if (found != NULL) {
        PyErr_SetString(PyExc_TypeError, "a likeness is a number and a kind");
    }
    Py_XDECREF(found);
    return value;
}

/* Whether a function of two words holds; -1 for an error. */
static int holds(PyObject *function, PyObject *left, PyObject *right)
{
    PyObject *found = PyObject_CallFunctionObjArgs(function, left, right, NULL);
    int value = found == NULL ? -1 : PyObject_IsTrue(found);
    Py_XDECREF(found);
    return value;
}

/* Whether a word is in the table of given names; -1 for an error. */
static int given_name(const Told *by, PyObject *word)
{
    return PyDict_GetItemWithError(by->given, word) != NULL ? 1 : PyErr_Occurred() ? -1 : 0;
}

/* How alike two plain words are, which are not equal; see `likeness` in gazetted.matching.words. */
static double alike_letters(const Told *by, Token *left, Token *right, Kind *kind)
{
    *kind = DIFFERENT;
    if (left->size == right->size && memcmp(left->at, right->at, left->size) == 0) {
        *kind = EXACT;
        return 1.0;
    }
    if (left->size == 1 || right->size == 1) {
        if (left->at[0] != right->at[0] || left->size == right->size)
            return 0.0;
        *kind = INITIAL;
        return 0.8;
    }
    if (!left->letters || !right->letters)
        return told(PyObject_CallFunctionObjArgs(by->likeness, left->text, right->text, NULL), kind);
    int shared = common_of(left->at, left->size, skeleton_of(left), right->at, right->size, skeleton_of(right));
    double spelt = 0.0;
    if ((shared & 4095) != (FAR | FAR << 3)) { /* most pairs are apart in every way */
        PyObject *bits = PyLong_FromLong(shared);
        if (bits == NULL)
            return -1.0;
        Kind found;
        spelt = told(PyObject_CallOneArg(by->by_letters, bits), &found);
        Py_DECREF(bits);
        if (PyErr_Occurred())
            return -1.0;
        if (found != DIFFERENT) {
            *kind = found;
            return spelt;
        }
    }
    if (shared & MANDARIN && spelt < OLDER_SYSTEM) {
        int met = holds(by->meet, left->text, right->text);
        if (met < 0)
            return -1.0;
        if (met) {
            *kind = TRANSLITERATION;
            return OLDER_SYSTEM;
        }
    }
    if (spelt < NICKNAME_ALIKE) {
        int both = given_name(by, left->text);
        if (both > 0)
            both = given_name(by, right->text);
        if (both > 0)
            both = holds(by->same_given, left->text, right->text);
        if (both < 0)
            return -1.0;
        if (both) {
            *kind = NICKNAME;
            return NICKNAME_ALIKE;
        }
    }
    if (spelt < LEAST_ALIKE)
        return 0.0;
    *kind = SPELLING;
    return spelt;
}

/* What is known of a word of another script, asked for once: its places, whether a table knows it, its script's class
 * (1 of syllables, 2 spelt out), and a number for the script where that leaves vowels out. NULL for an error.
 */
static PyObject *native_of(const Told *by, Token *token)
{
    if (token->native == NULL) {
        PyObject *found = PyObject_CallFunctionObjArgs(by->native, token->source, token->text, NULL);
        if (found != NULL && !(PyTuple_Check(found) && PyTuple_GET_SIZE(found) == 4 && PyTuple_Check(PyTuple_GET_ITEM(found, 0)))) {
            PyErr_SetString(PyExc_TypeError, "of a word are known its places and three numbers");
            Py_CLEAR(found);
        }
        token->native = found;
    }
    return token->native;
}

static long number_of(PyObject *native, int at)
{
    return PyLong_AsLong(PyTuple_GET_ITEM(native, at));
}

/* How alike a word of another script and a Latin one are. */
static double alike_across(const Told *by, Token *native, Token *latin, Kind *kind)
{
    PyObject *known = native_of(by, native);
    if (known == NULL)
        return -1.0;
    double value = alike_letters(by, native, latin, kind);
    if (value < 0.0)
        return value;
    long table = number_of(known, 1), class = number_of(known, 2);
    if (value < 1.0) {
        int read = laid(PyTuple_GET_ITEM(known, 0), latin->at, latin->size);
        if (read < 0)
            return -1.0;
        if (read && (!table || agree(native->at, native->size, latin->at, latin->size))) {
            *kind = TRANSLITERATION;
            return value > READ_ALIKE ? value : READ_ALIKE;
        }
    }
    if (table || *kind == EXACT || *kind == INITIAL || *kind == NICKNAME || class == 2)
        return value;
    double less = value - (latin->size <= 5 ? 2 * GUESSED_LESS : GUESSED_LESS);
    if (class == 0 && less >= LEAST_ALIKE)
        return less;
    *kind = DIFFERENT;
    return 0.0;
}

/* How alike a word of the query and one of the listed name are. */
static double alike(const Told *by, Token *query, Token *listed, Kind *kind)
{
    if (query->source == NULL && listed->source == NULL)
        return alike_letters(by, query, listed, kind);
    if (query->source == NULL)
        return alike_across(by, listed, query, kind);
    if (listed->source == NULL)
        return alike_across(by, query, listed, kind);
    PyObject *mine = native_of(by, query), *theirs = mine == NULL ? NULL : native_of(by, listed);
    if (theirs == NULL)
        return -1.0;
    long script = number_of(mine, 3);
    if (script && script == number_of(theirs, 3))
        return told(PyObject_CallFunctionObjArgs(by->within, query->source, listed->source, NULL), kind);
    return alike_letters(by, query, listed, kind);
}

/* -- pairs ---------------------------------------------------------------------------------------------------------- */

static PyObject *one_word(PyObject *word)
{
    return PyTuple_Pack(1, word);
}

/* Put a pair in the list; takes both sides, which may be NULL with an error. */
static int put_pair(PyTypeObject *type, PyObject *pairs, PyObject *query, PyObject *listed, Kind kind, double similarity, double weight)
{
    PyObject *alike = PyFloat_FromDouble(similarity), *weighs = PyFloat_FromDouble(weight), *row = NULL, *made = NULL;
    int failed = -1;
    if (query != NULL && listed != NULL && alike != NULL && weighs != NULL)
        row = PyTuple_Pack(5, query, listed, kinds[kind], alike, weighs);
    if (row != NULL) {
        PyObject *args = PyTuple_Pack(1, row);
        made = args == NULL ? NULL : PyTuple_Type.tp_new(type, args, NULL); /* as a named tuple makes itself */
        Py_XDECREF(args);
        Py_DECREF(row);
    }
    if (made != NULL)
        failed = PyList_Append(pairs, made);
    Py_XDECREF(made);
    Py_XDECREF(query);
    Py_XDECREF(listed);
    Py_XDECREF(alike);
    Py_XDECREF(weighs);
    return failed;
}

static int pair_words(PyTypeObject *type, PyObject *pairs, Token *query, Token *listed, Kind kind, double similarity)
{
    query->left = listed->left = 0;
    return put_pair(type, pairs, one_word(query->word), one_word(listed->word), kind, similarity,
                    (query->weight + listed->weight) / 2);
}

static int pair_equal(PyTypeObject *type, PyObject *pairs, Name *query, Name *listed)
{
    for (int i = 0; i < query->cores; i++) {
        Token *one = &query->tokens[query->core[i]];
        for (int j = 0; j < listed->cores; j++) {
            Token *other = &listed->tokens[listed->core[j]];
            if (other->left && other->size == one->size && memcmp(other->at, one->at, one->size) == 0) {
                if (pair_words(type, pairs, one, other, EXACT, 1.0) < 0)
                    return -1;
                break;
            }
        }
    }
    return 0;
}

static int left_in(const Name *name)
{
    int count = 0;
    for (int i = 0; i < name->cores; i++)
        count += name->tokens[name->core[i]].left;
    return count;
}

/* First letters that may stand for each other; see `_LIKE_HEADS`. */
static int like_heads(char first, char before)
{
    if (first == before)
        return 1;
    const char *others = "";
    switch (first) {
    case 'a': case 'e': case 'i': case 'o': case 'u': others = "aeiou"; break;
    case 'j': others = "cr"; break;
    case 'q': others = "c"; break;
    case 'z': others = "ct"; break;
    case 'b': others = "p"; break;
    case 'd': others = "t"; break;
    case 'g': others = "k"; break;
    case 'x': others = "h"; break;
    case 'c': others = "jqzt"; break;
    case 'p': others = "b"; break;
    case 't': others = "dzc"; break;
    case 'k': others = "g"; break;
    case 'h': others = "x"; break;
    case 'r': others = "j"; break;
    }
    return strchr(others, before) != NULL;
}

/* Whether a word and a run, one of them of another script, say the same; -1 for an error. */
static int read_together(const Told *by, Token *word, Name *other, int start, int stop)
{
    if (word->source != NULL) {
        char whole[LONGEST_JOIN * LONGEST_PAIRED];
        int size = 0;
        for (int i = start; i < stop; i++) {
            if (other->tokens[i].source != NULL)
                return 0;
            memcpy(whole + size, other->tokens[i].at, other->tokens[i].size);
            size += other->tokens[i].size;
        }
        if (size > LONGEST_PAIRED)
            return 0;
        PyObject *known = native_of(by, word);
        return known == NULL ? -1 : laid(PyTuple_GET_ITEM(known, 0), whole, size);
    }
    Token *last = &other->tokens[stop - 1];
    if (word->size < 6) {
        PyObject *known = last->source == NULL ? NULL : native_of(by, last);
        if (last->source != NULL && known == NULL)
            return -1;
        if (known == NULL || number_of(known, 2) != 1)
            return 0;
    }
    uint64_t ends = 1;
    for (int i = start; i < stop && ends; i++) {
        Token *token = &other->tokens[i];
        if (token->source != NULL) {
            PyObject *known = native_of(by, token);
            if (known == NULL)
                return -1;
            ends = laid_from(ends, PyTuple_GET_ITEM(known, 0), word->at, word->size);
        } else if (token->size == 2 && memcmp(token->at, "al", 2) == 0) {
            static const char *const articles[] = {"al", "ul", "el", "il", "ol", "a", "u", "e"};
            uint64_t further = 0;
            for (int n = 0; n < 8; n++)
                further |= further_by(ends, articles[n], n < 5 ? 2 : 1, word->at, word->size);
            ends = further;
        } else {
            ends = further_by(ends, token->at, token->size, word->at, word->size);
        }
    }
    return PyErr_Occurred() ? -1 : (int)((ends >> word->size) & 1);
}

/* Whether a run of words written in one is a word, and how alike they are: 0 where it is not, below 0 for an error. */
static double in_one_word(const Told *by, Token *word, Name *other, int start, int stop, int across)
{
    if (across) {
        int read = read_together(by, word, other, start, stop);
        if (read)
            return read < 0 ? -1.0 : JOINED_ALIKE;
    }
    int size = 0, least = LONGEST, light = 0, letters = 1;
    for (int i = start; i < stop; i++) {
        Token *token = &other->tokens[i];
        size += token->size;
        least = token->size < least ? token->size : least;
        light |= token->light;
        letters &= token->letters;
    }
    if (word->size < 4 || size - word->size > 2 || word->size - size > 2)
        return 0.0;
    char whole[LONGEST];
    for (int i = start, at = 0; i < stop; at += other->tokens[i++].size)
        memcpy(whole + at, other->tokens[i].at, other->tokens[i].size);
    if (size == word->size && memcmp(whole, word->at, size) == 0)
        return JOINED_ALIKE;
    Token run = {.at = whole, .size = size, .letters = letters, .older = -1};
    int mandarin = size <= LONGEST_MANDARIN && word->size <= LONGEST_MANDARIN && (older(&run) || older(word));
    int weighed = size > 4 && least > 1;
    if (!mandarin && !weighed)
        return 0.0;
    run.text = PyUnicode_FromStringAndSize(whole, size);
    if (run.text == NULL)
        return -1.0;
    double found = 0.0;
    int met = mandarin ? holds(by->meet, run.text, word->text) : 0;
    if (met) {
        found = met < 0 ? -1.0 : JOINED_ALIKE;
    } else if (weighed) {
        int melted = light || (across && !other->syllabic);
        const Word *mine = skeleton_of(&run), *theirs = skeleton_of(word);
        if (melted && size > 5 && mine->size == theirs->size && memcmp(mine->at, theirs->at, mine->size) == 0 &&
            agree(whole, size, word->at, word->size)) {
            found = JOINED_ALIKE;
        } else {
            Kind how;
            double near = alike_letters(by, &run, word, &how);
            if (near < 0.0)
                found = near;
            else if (near >= NEAR_JOINED && (melted || how != TRANSLITERATION))
                found = near * JOINED_ALIKE;
        }
    }
    Py_DECREF(run.text);
    return found;
}

/* Look for the run of words that says what one word says; how alike they are, and where it stands. */
static double written_apart(const Told *by, Token *word, Name *other, int *from, int *to)
{
    int across = word->source != NULL || other->native, longest = word->size + (across ? LONGEST_JOIN : 2);
    if (word->size < 4 && !across)
        return 0.0;
    for (int start = 0; start < other->count - 1; start++) {
        Token *head = &other->tokens[start];
        if (!across && !like_heads(word->at[0], head->at[0]))
            continue;
        int found = head->left, size = head->size;
        if (!found && !head->light)
            continue;
        for (int end = start + 1; end < other->count && end < start + LONGEST_JOIN; end++) {
            Token *further = &other->tokens[end];
            size += further->size;
            if (size > longest)
                break;
            if (further->left)
                found = 1;
            else if (!further->light)
                break;
            if (!found)
                continue;
            double value = in_one_word(by, word, other, start, end + 1, across);
            if (value != 0.0) {
                *from = start;
                *to = end + 1;
                return value;
            }
        }
    }
    return 0.0;
}

static int pair_joined(const Told *by, PyTypeObject *type, PyObject *pairs, Name *mine, PyObject *name, Name *other, int swapped)
{
    int count = left_in(mine);
    if (count == 0 || left_in(other) == 0 || other->count < 2)
        return 0;
    for (int i = 0; i < mine->cores; i++) {
        Token *word = &mine->tokens[mine->core[i]];
        if (!word->left)
            continue;
        int from = 0, to = 0;
        double value = 0.0, weight = word->weight;
        if (count == 1 && PyList_GET_SIZE(pairs) == 0 && word->size >= 8 && word->source == NULL) {
            int whole = holds(by->in_one, word->text, name);
            if (whole < 0)
                return -1;
            if (whole) {
                value = JOINED_ALIKE;
                to = other->count;
            }
        }
        if (value == 0.0) {
            value = written_apart(by, word, other, &from, &to);
            if (value < 0.0)
                return -1;
            if (value == 0.0)
                continue;
            double most = other->tokens[from].weight;
            for (int w = from + 1; w < to; w++)
                most = other->tokens[w].weight > most ? other->tokens[w].weight : most;
            weight = (word->weight + most) / 2;
        }
        word->left = 0;
        for (int w = from; w < to; w++)
            other->tokens[w].left = 0;
        PyObject *one = one_word(word->word), *run = PyTuple_GetSlice(other->words, from, to);
        if (put_pair(type, pairs, swapped ? run : one, swapped ? one : run, JOINED_KIND, value, weight) < 0)
            return -1;
    }
    return 0;
}

typedef struct {
    double value;
    int apart, query, listed;
    Kind kind;
} Found;

/* Pair what is left, the most alike first, of these the nearest by place, and else in the order of the words. */
static int pair_alike(const Told *by, PyTypeObject *type, PyObject *pairs, Name *query, Name *listed)
{
    Found found[MOST_WORDS * MOST_WORDS];
    int count = 0;
    for (int i = 0; i < query->cores; i++)
        for (int j = 0; j < listed->cores; j++) {
            Found one = {.query = query->core[i], .listed = listed->core[j]};
            if (!query->tokens[one.query].left || !listed->tokens[one.listed].left)
                continue;
            one.value = alike(by, &query->tokens[one.query], &listed->tokens[one.listed], &one.kind);
            if (one.value < 0.0 && PyErr_Occurred())
                return -1;
            if (one.value < LEAST_ALIKE)
                continue;
            one.apart = one.query > one.listed ? one.query - one.listed : one.listed - one.query;
            int at = count++;
            for (; at && (found[at - 1].value < one.value || (found[at - 1].value == one.value && found[at - 1].apart > one.apart)); at--)
                found[at] = found[at - 1];
            found[at] = one;
        }
    for (int i = 0; i < count; i++) {
        Token *one = &query->tokens[found[i].query], *other = &listed->tokens[found[i].listed];
        if (one->left && other->left && pair_words(type, pairs, one, other, found[i].kind, found[i].value) < 0)
            return -1;
    }
    return 0;
}

static PyObject *list_left(const Name *name)
{
    PyObject *out = PyList_New(0);
    for (int i = 0; out != NULL && i < name->cores; i++)
        if (name->tokens[name->core[i]].left && PyList_Append(out, name->tokens[name->core[i]].word) < 0)
            Py_CLEAR(out);
    return out;
}

static PyObject *paired_names(const Told *by, PyTypeObject *type, PyObject *first, Name *query, PyObject *second, Name *listed)
{
    PyObject *pairs = PyList_New(0), *mine = NULL, *theirs = NULL, *out = NULL;
    if (pairs == NULL)
        return NULL;
    if (pair_equal(type, pairs, query, listed) == 0 && pair_joined(by, type, pairs, query, second, listed, 0) == 0 &&
        pair_joined(by, type, pairs, listed, first, query, 1) == 0 && pair_alike(by, type, pairs, query, listed) == 0) {
        mine = list_left(query);
        theirs = list_left(listed);
    }
    if (mine != NULL && theirs != NULL)
        out = PyTuple_Pack(3, pairs, mine, theirs);
    Py_DECREF(pairs);
    Py_XDECREF(mine);
    Py_XDECREF(theirs);
    return out;
}

/* Of a query, a listed name, the type of a pair and what `Told` holds: pairs, and what is left of both; None where a word
 * is not plain.
 */
static PyObject *paired(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    Told by;
    if (count != 4 || !PyType_Check(args[2]) || !PyType_IsSubtype((PyTypeObject *)args[2], &PyTuple_Type))
        return PyErr_Format(PyExc_TypeError, "two names are paired, and a pair is a tuple");
    PyTypeObject *type = (PyTypeObject *)args[2];
    if (read_told(&by, args[3]) < 0)
        return NULL;
    Name query, listed;
    listed.count = 0;
    listed.words = NULL;
    int fit = read_name(&query, args[0]);
    if (fit == 1)
        fit = read_name(&listed, args[1]);
    PyObject *out = fit == 1 ? paired_names(&by, type, args[0], &query, args[1], &listed) : NULL;
    forget(&query);
    forget(&listed);
    if (fit == 0)
        Py_RETURN_NONE;
    return out;
}

/* Names that are asked for again and again; -1 for an error. */
static int ready_to_align(void)
{
    for (int k = 0; k < KINDS; k++)
        if ((kinds[k] = PyUnicode_InternFromString(kind_names[k])) == NULL)
            return -1;
    at_words = PyUnicode_InternFromString("words");
    at_core = PyUnicode_InternFromString("core");
    at_syllabic = PyUnicode_InternFromString("syllabic");
    at_text = PyUnicode_InternFromString("text");
    at_part = PyUnicode_InternFromString("part");
    at_weight = PyUnicode_InternFromString("weight");
    at_source = PyUnicode_InternFromString("source");
    return at_words && at_core && at_syllabic && at_text && at_part && at_weight && at_source ? 0 : -1;
}

#endif
