"""Work that outgrows one machine: a record as one immutable file, and the verbs over Arrow batches."""
