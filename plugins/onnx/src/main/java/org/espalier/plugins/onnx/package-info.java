/** Models as ONNX files (Open Neural Network Exchange). */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.onnx;
