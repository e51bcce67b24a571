/* Arrays that grow, and arrays of Python that are read where they lie. */
#ifndef GAZETTED_ARRAYS_H
#define GAZETTED_ARRAYS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

static int more_room(void **at, size_t *room, size_t size)
{
    size_t wider = *room ? 2 * *room : 256;
    void *made = wider > PY_SSIZE_T_MAX / size ? NULL : PyMem_Realloc(*at, wider * size);
    if (made == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *at = made;
    *room = wider;
    return 0;
}

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

#endif
