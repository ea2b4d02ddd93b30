/** The contract <i>scores</i>: which links a layer starts with, keeps and grows. */
@org.jspecify.annotations.NullMarked
package org.espalier.api.score;
