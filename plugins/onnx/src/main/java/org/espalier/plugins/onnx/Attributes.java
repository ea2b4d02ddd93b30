package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;

/** Attributes of operators. */
final class Attributes {
    private Attributes() {}

    static AttributeProto whole(String name, long value) {
        return of(name, AttributeProto.AttributeType.INT).setI(value).build();
    }

    static AttributeProto wholes(String name, long... values) {
        AttributeProto.Builder attribute = of(name, AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static AttributeProto number(String name, double value) {
        return of(name, AttributeProto.AttributeType.FLOAT).setF((float) value).build();
    }

    static AttributeProto text(String name, String value) {
        return of(name, AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto texts(String name, String... values) {
        AttributeProto.Builder attribute = of(name, AttributeProto.AttributeType.STRINGS);
        for (String value : values) {
            attribute.addStrings(ByteString.copyFromUtf8(value));
        }
        return attribute.build();
    }

    static AttributeProto tensor(String name, TensorProto value) {
        return of(name, AttributeProto.AttributeType.TENSOR).setT(value).build();
    }

    private static AttributeProto.Builder of(String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
