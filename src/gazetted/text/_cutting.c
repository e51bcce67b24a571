/* A text cut into tokens and words, and the first look for names in it, compiled where a compiler is at hand. Each
 * function is the twin of one in Python (gazetted.reading.tokens, .words and .glance), which says what it means and is
 * used where this is missing; both give the same, whatever text they are given.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define VERSION 3 /* as in the Python twins; raised when what a function takes or gives changes */
#define SIGNS 3   /* that may part two words of one name */

typedef struct {
    Py_UCS4 first, last;
} Range;

/* As `_MARKS` and `_INVISIBLE` of gazetted.reading.tokens, in order. */
static const Range MARKS[] = {
    {0x00AD, 0x00AD}, {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x05C7, 0x05C7}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},
    {0x06DF, 0x06E4}, {0x06E7, 0x06E8}, {0x06EA, 0x06ED}, {0x0711, 0x0711}, {0x0730, 0x074A}, {0x07A6, 0x07B0},
    {0x0900, 0x0903}, {0x093A, 0x094F}, {0x0951, 0x0957}, {0x0962, 0x0963}, {0x0981, 0x0983}, {0x09BC, 0x09D7},
    {0x0A01, 0x0A03}, {0x0A3C, 0x0A51}, {0x0A70, 0x0A71}, {0x0A81, 0x0A83}, {0x0ABC, 0x0ACD}, {0x0B3C, 0x0B57},
    {0x0B82, 0x0B82}, {0x0BBE, 0x0BD7}, {0x0C00, 0x0C04}, {0x0C3C, 0x0C56}, {0x0CBC, 0x0CD6}, {0x0D3B, 0x0D57},
    {0x0DCA, 0x0DDF}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x0EB1, 0x0EB1}, {0x0EB4, 0x0EBC},
    {0x0EC8, 0x0ECE}, {0x102B, 0x103E}, {0x1DC0, 0x1DFF}, {0x200C, 0x200D}, {0x20D0, 0x20F0}, {0x3099, 0x309A},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};
static const Range INVISIBLE[] = {
    {0x00AD, 0x00AD}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2069}, {0xFEFF, 0xFEFF},
};
#define COUNT(table) ((int)(sizeof(table) / sizeof(table[0])))

static int within(const Range *table, int count, Py_UCS4 c)
{
    int low = 0, high = count - 1;
    while (low <= high) {
        int middle = (low + high) / 2;
        if (c < table[middle].first)
            high = middle - 1;
        else if (c > table[middle].last)
            low = middle + 1;
        else
            return 1;
    }
    return 0;
}

static inline int is_mark(Py_UCS4 c)
{
    return c >= 0xAD && within(MARKS, COUNT(MARKS), c);
}

static inline int is_invisible(Py_UCS4 c)
{
    return c >= 0xAD && within(INVISIBLE, COUNT(INVISIBLE), c);
}

static inline int is_ascii_letter(Py_UCS4 c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* A letter or digit of any script: what `\w` takes without the underscore. */
static inline int is_alnum(Py_UCS4 c)
{
    if (c < 128)
        return is_ascii_letter(c) || (c >= '0' && c <= '9');
    return Py_UNICODE_ISALNUM(c);
}

static inline int is_digit(Py_UCS4 c)
{
    return c < 128 ? c >= '0' && c <= '9' : Py_UNICODE_ISDECIMAL(c);
}

static inline int is_word(Py_UCS4 c)
{
    return c == '_' || is_alnum(c);
}

static inline int is_letter(Py_UCS4 c)
{
    return is_alnum(c) && !is_digit(c);
}

static inline int is_apostrophe(Py_UCS4 c)
{
    return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019;
}

/* -- tokens ----------------------------------------------------------------------------------------------------- */

typedef struct {
    int kind;
    const void *data;
    Py_ssize_t length;
} Text;

static inline Py_UCS4 at(const Text *text, Py_ssize_t place)
{
    return PyUnicode_READ(text->kind, text->data, place);
}

/* Whether there is a character at a place, and of this sort. */
#define IS(sort, text, place) ((place) < (text)->length && sort(at(text, place)))

/* Index after a dotted acronym; the place itself where there is none. */
static Py_ssize_t after_dotted(const Text *text, Py_ssize_t start)
{
    if (!is_letter(at(text, start)) || (start > 0 && is_word(at(text, start - 1))))
        return start;
    Py_ssize_t end = start + 1;
    while (end + 1 < text->length && at(text, end) == '.' && is_letter(at(text, end + 1)) &&
           !IS(is_alnum, text, end + 2) && !IS(is_mark, text, end + 2))
        end += 2;
    if (end == start + 1)
        return start;
    return end < text->length && at(text, end) == '.' ? end + 1 : end;
}

static Py_ssize_t after_number(const Text *text, Py_ssize_t end)
{
    while (IS(is_digit, text, end))
        end++;
    while (end + 1 < text->length && (at(text, end) == '.' || at(text, end) == ',') && is_digit(at(text, end + 1)))
        for (end += 2; IS(is_digit, text, end);)
            end++;
    while (IS(is_alnum, text, end))
        for (end++; IS(is_mark, text, end);)
            end++;
    return end;
}

static Py_ssize_t after_word(const Text *text, Py_ssize_t end)
{
    end++;
    while (end < text->length && (is_alnum(at(text, end)) || is_mark(at(text, end))))
        end++;
    while (end + 1 < text->length && is_apostrophe(at(text, end)) && is_alnum(at(text, end + 1))) {
        if ((at(text, end + 1) | 32) == 's' && at(text, end + 1) < 128 && !IS(is_alnum, text, end + 2))
            break;
        for (end++; IS(is_alnum, text, end);)
            for (end++; IS(is_mark, text, end);)
                end++;
    }
    return end;
}

static int is_possessive(const Text *text, Py_ssize_t start)
{
    Py_UCS4 mark = at(text, start);
    if ((mark != '\'' && mark != 0x2019) || start == 0 || start + 1 >= text->length)
        return 0;
    Py_UCS4 before = at(text, start - 1), after = at(text, start + 1);
    return (is_word(before) || is_mark(before)) && (after == 's' || after == 'S') && !IS(is_word, text, start + 2);
}

/* Index after the token that begins at a place; the place itself where none does. */
static Py_ssize_t after_token(const Text *text, Py_ssize_t start)
{
    Py_UCS4 first = at(text, start);
    Py_ssize_t end = start;
    while (IS(is_ascii_letter, text, end))
        end++;
    if (end > start && end < text->length && (at(text, end) == ' ' || at(text, end) == ',' || at(text, end) == '\n'))
        return end;
    if (is_alnum(first)) {
        end = after_dotted(text, start);
        if (end > start)
            return end;
        return is_digit(first) ? after_number(text, start) : after_word(text, start);
    }
    if (first == '.') {
        for (end = start + 1; end < text->length && at(text, end) == '.';)
            end++;
        return end;
    }
    if (is_possessive(text, start))
        return start + 2;
    return Py_UNICODE_ISSPACE(first) || is_invisible(first) ? start : start + 1;
}

/* The next token from a place on: its start and its end; 0 where there is none. */
static int next_token(const Text *text, Py_ssize_t *start, Py_ssize_t *end)
{
    for (; *start < text->length; ++*start) {
        *end = after_token(text, *start);
        if (*end > *start)
            return 1;
    }
    return 0;
}

static int as_text(PyObject *given, Text *text)
{
    if (!PyUnicode_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "a text is wanted");
        return -1;
    }
    if (PyUnicode_READY(given) < 0)
        return -1;
    text->kind = PyUnicode_KIND(given);
    text->data = PyUnicode_DATA(given);
    text->length = PyUnicode_GET_LENGTH(given);
    return 0;
}

static PyObject *pieces(PyObject *self, PyObject *given)
{
    (void)self;
    Text text;
    if (as_text(given, &text) < 0)
        return NULL;
    PyObject *found = PyList_New(0);
    for (Py_ssize_t start = 0, end = 0; found != NULL && next_token(&text, &start, &end); start = end) {
        PyObject *piece = PyUnicode_Substring(given, start, end);
        if (piece == NULL || PyList_Append(found, piece) < 0)
            Py_CLEAR(found);
        Py_XDECREF(piece);
    }
    return found;
}

static PyObject *tokens(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *given, *made;
    Text text;
    if (!PyArg_ParseTuple(args, "OO", &given, &made) || as_text(given, &text) < 0)
        return NULL;
    PyObject *found = PyList_New(0);
    for (Py_ssize_t start = 0, end = 0; found != NULL && next_token(&text, &start, &end); start = end) {
        PyObject *fields[] = {PyLong_FromSsize_t(start), PyLong_FromSsize_t(end), PyUnicode_Substring(given, start, end)};
        PyObject *token = NULL;
        if (fields[0] != NULL && fields[1] != NULL && fields[2] != NULL)
            token = PyObject_Vectorcall(made, fields, 3, NULL);
        for (int i = 0; i < 3; i++)
            Py_XDECREF(fields[i]);
        if (token == NULL || PyList_Append(found, token) < 0)
            Py_CLEAR(found);
        Py_XDECREF(token);
    }
    return found;
}

/* -- words ------------------------------------------------------------------------------------------------------ */

static PyObject *name_start, *name_end, *name_text, *name_owned;

typedef struct {
    PyObject *given;                     /* the text */
    Text text;                           /* its characters */
    PyObject *ends, *loud;               /* of each sentence: its end, and whether it is in capitals */
    PyObject *looked, *made, *parted;    /* what Python does: look a piece up, make a word, make one that is parted */
    Py_ssize_t number, sentence_end;     /* the running sentence */
    PyObject *before;                    /* the word before, borrowed from the list of those found */
    Py_ssize_t before_end, before_number;
} Cut;

static PyObject *plain_word(Cut *cut, PyObject *start, PyObject *end, PyObject *piece, PyObject *key, PyObject *capital)
{
    PyObject *number = PyLong_FromSsize_t(cut->number), *made = NULL;
    if (number != NULL) {
        PyObject *loud = PyList_GET_SIZE(cut->loud) ? PyList_GET_ITEM(cut->loud, cut->number) : Py_False;
        PyObject *fields[] = {start, end, piece, key, number, Py_True, Py_True, Py_False, capital, loud};
        made = PyObject_Vectorcall(cut->made, fields, 10, NULL);
        Py_DECREF(number);
    }
    return made;
}

static PyObject *parted_word(Cut *cut, PyObject *token, PyObject *key, PyObject *capital)
{
    PyObject *number = PyLong_FromSsize_t(cut->number), *made = NULL;
    if (number != NULL) {
        PyObject *loud = PyList_GET_SIZE(cut->loud) ? PyList_GET_ITEM(cut->loud, cut->number) : Py_False;
        PyObject *before = cut->before != NULL ? cut->before : Py_None;
        PyObject *fields[] = {cut->given, before, token, key, number, capital, loud};
        made = PyObject_Vectorcall(cut->parted, fields, 7, NULL);
        Py_DECREF(number);
    }
    return made;
}

/* The word that a token is, appended to those found; nothing where it is none. */
static int add_word(Cut *cut, PyObject *token, PyObject *found)
{
    int result = -1;
    Py_ssize_t from, to;
    PyObject *looked = NULL, *start = NULL, *end = NULL, *word = NULL;
    PyObject *piece = PyObject_GetAttr(token, name_text);
    if (piece == NULL || !PyUnicode_Check(piece) || (looked = PyObject_CallOneArg(cut->looked, piece)) == NULL)
        goto done;
    if (!PyTuple_Check(looked) || PyTuple_GET_SIZE(looked) != 2 || !PyUnicode_Check(PyTuple_GET_ITEM(looked, 0)))
        goto done;
    PyObject *key = PyTuple_GET_ITEM(looked, 0), *capital = PyTuple_GET_ITEM(looked, 1);
    if (PyUnicode_GET_LENGTH(key) == 0) {
        result = 0;
        if (cut->before != NULL && PyUnicode_GET_LENGTH(piece) > 1 && is_apostrophe(PyUnicode_READ_CHAR(piece, 0)))
            result = PyObject_SetAttr(cut->before, name_owned, Py_True);
        goto done;
    }
    start = PyObject_GetAttr(token, name_start);
    end = PyObject_GetAttr(token, name_end);
    if (start == NULL || end == NULL)
        goto done;
    from = PyLong_AsSsize_t(start);
    to = PyLong_AsSsize_t(end);
    if (PyErr_Occurred())
        goto done;
    while (from >= cut->sentence_end && cut->number < PyList_GET_SIZE(cut->ends) - 1) {
        cut->number++;
        cut->sentence_end = PyLong_AsSsize_t(PyList_GET_ITEM(cut->ends, cut->number));
        if (cut->sentence_end == -1 && PyErr_Occurred())
            goto done;
    }
    /* The plain case, one space between two words of a sentence, is nearly every word. */
    if (cut->before != NULL && cut->before_number == cut->number && from == cut->before_end + 1 && from > 0 &&
        from <= cut->text.length && at(&cut->text, from - 1) == ' ')
        word = plain_word(cut, start, end, piece, key, capital);
    else
        word = parted_word(cut, token, key, capital);
    if (word == NULL || PyList_Append(found, word) < 0)
        goto done;
    cut->before = word;
    cut->before_end = to;
    cut->before_number = cut->number;
    result = 0;
done:
    if (result < 0 && !PyErr_Occurred())
        PyErr_SetString(PyExc_TypeError, "a token says something else than a text");
    Py_XDECREF(word);
    Py_XDECREF(end);
    Py_XDECREF(start);
    Py_XDECREF(looked);
    Py_XDECREF(piece);
    return result;
}

static PyObject *words(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *tokens;
    Cut cut = {.before = NULL, .number = 0, .sentence_end = 0};
    if (!PyArg_ParseTuple(args, "OO!O!O!OOO", &cut.given, &PyList_Type, &tokens, &PyList_Type, &cut.ends, &PyList_Type,
                          &cut.loud, &cut.looked, &cut.made, &cut.parted) ||
        as_text(cut.given, &cut.text) < 0)
        return NULL;
    if (PyList_GET_SIZE(cut.ends) != PyList_GET_SIZE(cut.loud)) {
        PyErr_SetString(PyExc_ValueError, "as many ends as sentences");
        return NULL;
    }
    if (PyList_GET_SIZE(cut.ends)) {
        cut.sentence_end = PyLong_AsSsize_t(PyList_GET_ITEM(cut.ends, 0));
        if (cut.sentence_end == -1 && PyErr_Occurred())
            return NULL;
    }
    PyObject *found = PyList_New(0);
    for (Py_ssize_t i = 0; found != NULL && i < PyList_GET_SIZE(tokens); i++) {
        PyObject *token = Py_NewRef(PyList_GET_ITEM(tokens, i));
        if (add_word(&cut, token, found) < 0)
            Py_CLEAR(found);
        Py_DECREF(token);
    }
    return found;
}

/* -- the first look --------------------------------------------------------------------------------------------- */

/* Fields of gazetted.reading.openings.Opening, which is a tuple. */
enum { KEY, LIGHT, SKELETON, EXACT, LOOSE, SURE, WAITS, BEGUN, BEGUN_LOOSELY, ENDS_LOOSELY, FIELDS };

#define FIELD(opening, name) PyTuple_GET_ITEM(opening, name)

/* What is known of a piece: a new reference; what is not known yet is asked for, and remembered by whoever is asked. */
static PyObject *opening_of(PyObject *piece, PyObject *known, PyObject *ask)
{
    PyObject *opening = PyDict_GetItemWithError(known, piece);
    if (opening != NULL)
        Py_INCREF(opening);
    else if (PyErr_Occurred() || (opening = PyObject_CallOneArg(ask, piece)) == NULL)
        return NULL;
    if (!PyTuple_Check(opening) || PyTuple_GET_SIZE(opening) != FIELDS || !PyUnicode_Check(FIELD(opening, KEY))) {
        PyErr_SetString(PyExc_TypeError, "no opening");
        Py_CLEAR(opening);
    }
    return opening;
}

typedef struct {
    PyObject *pieces, *openings; /* of the text, side by side */
    PyObject *judge, *loosely;   /* what Python decides */
    PyObject *end;               /* the key of a trie's node under which its aliases are */
} Look;

static inline PyObject *key_at(const Look *look, Py_ssize_t place)
{
    return FIELD(PyList_GET_ITEM(look->openings, place), KEY);
}

/* The next word that may belong to the same name; -1 where there is none. */
static Py_ssize_t word_after(const Look *look, Py_ssize_t place)
{
    Py_ssize_t last = Py_MIN(PyList_GET_SIZE(look->openings), place + 2 + SIGNS);
    for (Py_ssize_t next = place + 1; next < last; next++)
        if (PyUnicode_GET_LENGTH(key_at(look, next)))
            return next;
    return -1;
}

/* Whether an alias that ends at a node may fire: what Python says. */
static int judged(const Look *look, PyObject *told, Py_ssize_t next, PyObject *aliases)
{
    PyObject *after = next < 0 ? look->end : key_at(look, next);
    PyObject *answer = PyObject_CallFunctionObjArgs(look->judge, told, after, aliases, NULL);
    if (answer == NULL)
        return -1;
    int result = PyObject_IsTrue(answer);
    Py_DECREF(answer);
    return result;
}

/* Whether a name that may fire begins at a piece, as the record writes it; -1 for an error. */
static int leads(const Look *look, Py_ssize_t place, PyObject *node, int waits)
{
    PyObject *told = NULL;
    int result = 0;
    for (;;) {
        Py_ssize_t next = word_after(look, place);
        if (!PyDict_Check(node))
            break;
        PyObject *aliases = told != NULL || waits ? PyDict_GetItemWithError(node, look->end) : NULL;
        if (aliases != NULL) {
            if (told == NULL && (told = PyList_New(0)) != NULL &&
                PyList_Append(told, PyList_GET_ITEM(look->pieces, place)) < 0)
                Py_CLEAR(told);
            result = told == NULL ? -1 : judged(look, told, next, aliases);
            if (result)
                break;
        }
        node = next < 0 || PyErr_Occurred() ? NULL : PyDict_GetItemWithError(node, key_at(look, next));
        if (node == NULL) {
            result = PyErr_Occurred() ? -1 : 0;
            break;
        }
        if (told == NULL) {
            told = PyList_New(0);
            if (told == NULL || PyList_Append(told, PyList_GET_ITEM(look->pieces, place)) < 0) {
                result = -1;
                break;
            }
        }
        place = next;
        if (PyList_Append(told, PyList_GET_ITEM(look->pieces, place)) < 0) {
            result = -1;
            break;
        }
    }
    Py_XDECREF(told);
    return result;
}

/* Whether a name in another spelling may begin at a piece; most often the next word shows that none does. */
static int leads_loosely(const Look *look, Py_ssize_t place, PyObject *node)
{
    Py_ssize_t next = word_after(look, place);
    if (next < 0 || !PyDict_Check(node))
        return 0;
    PyObject *following = PyList_GET_ITEM(look->openings, next);
    if (FIELD(following, LIGHT) != Py_True) {
        if (FIELD(following, SKELETON) == Py_None)
            return 0;
        int goes_on = PyDict_Contains(node, FIELD(following, SKELETON));
        if (goes_on <= 0)
            return goes_on;
    }
    PyObject *number = PyLong_FromSsize_t(place), *answer = NULL;
    if (number != NULL)
        answer = PyObject_CallFunctionObjArgs(look->loosely, look->pieces, number, node, NULL);
    Py_XDECREF(number);
    if (answer == NULL)
        return -1;
    int result = PyObject_IsTrue(answer);
    Py_DECREF(answer);
    return result;
}

/* Whether a party may be named from a place on. */
static int names_at(const Look *look, Py_ssize_t place)
{
    PyObject *opening = PyList_GET_ITEM(look->openings, place);
    if (FIELD(opening, SURE) == Py_True)
        return 1;
    int result = 0;
    if (FIELD(opening, EXACT) != Py_None)
        result = leads(look, place, FIELD(opening, EXACT), FIELD(opening, WAITS) == Py_True);
    if (!result && FIELD(opening, LOOSE) != Py_None)
        result = leads_loosely(look, place, FIELD(opening, LOOSE));
    return result;
}

static PyObject *may_name(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *given, *known, *ask;
    Look look;
    if (!PyArg_ParseTuple(args, "OO!OOO", &given, &PyDict_Type, &known, &ask, &look.judge, &look.loosely))
        return NULL;
    look.openings = NULL;
    look.end = NULL;
    int result = -1;
    look.pieces = pieces(NULL, given);
    if (look.pieces == NULL)
        return NULL;
    Py_ssize_t size = PyList_GET_SIZE(look.pieces);
    look.openings = PyList_New(0);
    look.end = PyUnicode_FromStringAndSize("", 0);
    if (look.openings == NULL || look.end == NULL)
        goto done;
    for (Py_ssize_t place = 0; place < size; place++) {
        PyObject *opening = opening_of(PyList_GET_ITEM(look.pieces, place), known, ask);
        if (opening == NULL || PyList_Append(look.openings, opening) < 0) {
            Py_XDECREF(opening);
            goto done;
        }
        Py_DECREF(opening);
    }
    result = 0;
    for (Py_ssize_t place = 0; place < size && !result; place++)
        result = names_at(&look, place);
done:
    Py_DECREF(look.pieces);
    Py_XDECREF(look.openings);
    Py_XDECREF(look.end);
    return result < 0 ? NULL : PyBool_FromLong(result);
}

/* -- places ----------------------------------------------------------------------------------------------------- */

static PyObject *places(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    if (count != 4) {
        PyErr_SetString(PyExc_TypeError, "items, those wanted, and two places are wanted");
        return NULL;
    }
    Py_ssize_t first = PyLong_AsSsize_t(args[2]), last = PyLong_AsSsize_t(args[3]);
    if (PyErr_Occurred())
        return NULL;
    PyObject *items = PySequence_Fast(args[0], "items are wanted"), *found = NULL;
    if (items == NULL)
        return NULL;
    if (first < last && (first < 0 || last > PySequence_Fast_GET_SIZE(items)))
        PyErr_SetString(PyExc_IndexError, "no such places");
    else
        found = PyList_New(0);
    for (Py_ssize_t place = first; found != NULL && place < last && place < PySequence_Fast_GET_SIZE(items); place++) {
        PyObject *item = Py_NewRef(PySequence_Fast_GET_ITEM(items, place));
        int wanted = PySequence_Contains(args[1], item);
        Py_DECREF(item);
        if (wanted == 0)
            continue;
        PyObject *number = wanted < 0 ? NULL : PyLong_FromSsize_t(place);
        if (number == NULL || PyList_Append(found, number) < 0)
            Py_CLEAR(found);
        Py_XDECREF(number);
    }
    Py_DECREF(items);
    return found;
}

/* Whether a word is a name, or may begin one with the word after it (NULL where there is none); -1 for an error. */
static int leads_on(PyObject *opening, PyObject *following, PyObject *end)
{
    PyObject *node = FIELD(opening, BEGUN), *loose = FIELD(opening, BEGUN_LOOSELY);
    int result = 0;
    if (PyDict_Check(node)) {
        result = PyDict_Contains(node, end);
        if (!result && following != NULL)
            result = PyDict_Contains(node, FIELD(following, KEY));
    }
    if (result || !PyDict_Check(loose))
        return result;
    if (FIELD(opening, ENDS_LOOSELY) == Py_True)
        return 1;
    if (following == NULL)
        return 0;
    return FIELD(following, LIGHT) == Py_True ? 1 : PyDict_Contains(loose, FIELD(following, SKELETON));
}

/* What is known of the text of a word: a new reference. */
static PyObject *opening_at(PyObject *words, Py_ssize_t place, PyObject *known, PyObject *ask)
{
    PyObject *word = Py_NewRef(PyList_GET_ITEM(words, place));
    PyObject *piece = PyObject_GetAttr(word, name_text);
    PyObject *opening = piece == NULL ? NULL : opening_of(piece, known, ask);
    Py_XDECREF(piece);
    Py_DECREF(word);
    return opening;
}

static PyObject *begun(PyObject *self, PyObject *args)
{
    (void)self;
    PyObject *words, *known, *ask, *opening = NULL;
    if (!PyArg_ParseTuple(args, "O!O!O", &PyList_Type, &words, &PyDict_Type, &known, &ask))
        return NULL;
    PyObject *found = PyList_New(0), *end = PyUnicode_FromStringAndSize("", 0);
    if (found == NULL || end == NULL)
        goto failed;
    if (PyList_GET_SIZE(words) && (opening = opening_at(words, 0, known, ask)) == NULL)
        goto failed;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(words); i++) {
        PyObject *following = NULL, *number = NULL;
        if (i + 1 < PyList_GET_SIZE(words) && (following = opening_at(words, i + 1, known, ask)) == NULL)
            goto failed;
        int here = opening == NULL ? 0 : leads_on(opening, following, end);
        Py_XDECREF(opening);
        opening = following;
        if (here < 0 || (here && ((number = PyLong_FromSsize_t(i)) == NULL || PyList_Append(found, number) < 0))) {
            Py_XDECREF(number);
            goto failed;
        }
        Py_XDECREF(number);
    }
    Py_XDECREF(opening);
    Py_DECREF(end);
    return found;
failed:
    Py_XDECREF(opening);
    Py_XDECREF(end);
    Py_XDECREF(found);
    return NULL;
}

static PyMethodDef methods[] = {
    {"pieces", pieces, METH_O, "See gazetted.reading.tokens."},
    {"tokens", tokens, METH_VARARGS, "See gazetted.reading.tokens."},
    {"words", words, METH_VARARGS, "See gazetted.reading.words."},
    {"may_name", may_name, METH_VARARGS, "See gazetted.reading.glance."},
    {"places", (PyCFunction)(void (*)(void))places, METH_FASTCALL, "See gazetted.reading.cutting."},
    {"begun", begun, METH_VARARGS, "See gazetted.reading.matching."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_cutting", "Compiled cutting of texts.", -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__cutting(void)
{
    name_start = PyUnicode_InternFromString("start");
    name_end = PyUnicode_InternFromString("end");
    name_text = PyUnicode_InternFromString("text");
    name_owned = PyUnicode_InternFromString("owned");
    if (name_start == NULL || name_end == NULL || name_text == NULL || name_owned == NULL)
        return NULL;
    PyObject *made = PyModule_Create(&module);
    if (made != NULL && PyModule_AddIntConstant(made, "VERSION", VERSION) < 0)
        Py_CLEAR(made);
    return made;
}
