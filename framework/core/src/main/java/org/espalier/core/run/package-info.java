/** What a run tells while it goes on and when it is over: events, the plan in figures, the summary. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.run;
