/* What the processor can do. */
#ifndef ESPALIER_PROCESSOR_H
#define ESPALIER_PROCESSOR_H

/* Whether it runs the code of a tier other than the generic one. */
int espalier_processor_runs(const char *tier);

/* What a report says of it beside the name of a tier it runs, or an empty text. */
const char *espalier_processor_remark(const char *tier);

#endif
