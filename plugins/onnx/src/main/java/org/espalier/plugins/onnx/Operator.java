package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;

/**
 * An operator of a graph.
 *
 * @param file where it stands, for errors
 * @param node itself
 * @param version of the operator set
 */
record Operator(String file, NodeProto node, long version) {
    String type() {
        boolean standard = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
        return standard ? node.getOpType() : node.getDomain() + "." + node.getOpType();
    }

    /** For people. */
    String label() {
        String name = node.getName().isEmpty() ? String.join(", ", node.getOutputList()) : node.getName();
        boolean ours = node.getDomain().equals(Fusions.DOMAIN);
        return (ours ? node.getOpType() : type()) + " '" + name + "'";
    }

    /** Names of what it reads; inputs that are left out are empty. */
    List<String> inputs() {
        return node.getInputList();
    }

    /** The names of inputs that are not left out. */
    List<String> given() {
        return inputs().stream().filter(name -> !name.isEmpty()).toList();
    }

    /** The name of an input that must be there. */
    String input(int index) {
        return optional(index).orElseThrow(() -> refused("has no input " + index));
    }

    Optional<String> optional(int index) {
        return index < inputs().size() && !inputs().get(index).isEmpty()
                ? Optional.of(inputs().get(index))
                : Optional.empty();
    }

    String output() {
        return node.getOutput(0);
    }

    private Optional<AttributeProto> attribute(String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst();
    }

    Optional<AttributeProto> tensor(String name) {
        return attribute(name).filter(AttributeProto::hasT);
    }

    long whole(String name, long byDefault) {
        return attribute(name).map(AttributeProto::getI).orElse(byDefault);
    }

    double number(String name, double byDefault) {
        return attribute(name).map(a -> (double) a.getF()).orElse(byDefault);
    }

    String text(String name, String byDefault) {
        return attribute(name).map(a -> a.getS().toStringUtf8()).orElse(byDefault);
    }

    boolean has(String name) {
        return attribute(name).isPresent();
    }

    /** Whole numbers; none when there is no such attribute. */
    List<Long> wholes(String name) {
        return attribute(name).map(AttributeProto::getIntsList).orElse(List.of());
    }

    /** Words; none when there is no such attribute. */
    List<String> words(String name) {
        return attribute(name).stream()
                .flatMap(a -> a.getStringsList().stream())
                .map(ByteString::toStringUtf8)
                .toList();
    }

    /**
     * Sizes, each from 0 to a million.
     *
     * @param byDefault as many as there must be
     */
    int[] sizes(String name, int... byDefault) {
        Optional<AttributeProto> attribute = attribute(name).filter(a -> a.getIntsCount() > 0);
        if (attribute.isEmpty()) {
            return byDefault;
        }
        List<Long> given = attribute.get().getIntsList();
        if (given.size() != byDefault.length || given.stream().anyMatch(size -> size < 0 || size > 1_000_000)) {
            throw refused(
                    "has " + name + " " + given + "; " + byDefault.length + " numbers from 0 to 1000000 are meant");
        }
        return given.stream().mapToInt(Long::intValue).toArray();
    }

    /** What to throw when it cannot become a layer. */
    EspalierException refused(String reason) {
        return new EspalierException(file + ": " + label() + " " + reason + ".");
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw refused(otherwise);
        }
    }
}
