package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Window;

/** Products with weights. */
final class Products {
    private final GraphFile graph;
    private final Values values;
    private final Initialisers parameters;
    private final Elements elements;

    Products(GraphFile graph, Values values, Initialisers parameters, Elements elements) {
        this.graph = graph;
        this.values = values;
        this.parameters = parameters;
        this.elements = elements;
    }

    /** At each position: of examples with one, {@code [N, features]}; of pictures whose features come first, a window of one pixel. */
    void linear(NetworkStep step, NetworkOperation.Linear linear) {
        Node in = step.inputs().getFirst();
        if (!Values.point(in) && !values.has(in, Form.FEATURES_LAST)) {
            convolution(
                    step,
                    new NetworkOperation.Convolution(
                            linear.weight(), linear.bias(), Window.POINT, 1, linear.activation()));
            return;
        }
        String from = values.get(in, Form.FEATURES_LAST);
        String product = Values.point(in) ? matrix(step, linear, from) : positions(step, linear, from);
        values.put(step.output(), Form.FEATURES_LAST, elements.activation(step.label(), product, linear.activation()));
    }

    private String matrix(NetworkStep step, NetworkOperation.Linear linear, String in) {
        int rows = step.output().features();
        String weight =
                parameters.sized(linear.weight(), rows, step.inputs().getFirst().features());
        return graph.add("Gemm", step.label(), with(in, weight, linear.bias()), Attributes.whole("transB", 1));
    }

    private String positions(NetworkStep step, NetworkOperation.Linear linear, String in) {
        String weight = parameters.transposed(
                linear.weight(),
                step.output().features(),
                step.inputs().getFirst().features());
        String product = graph.add("MatMul", step.label(), List.of(in, weight));
        return linear.bias()
                .map(bias -> graph.add("Add", step.label(), List.of(product, parameters.vector(bias, 0))))
                .orElse(product);
    }

    private List<String> with(String in, String weight, Optional<String> bias) {
        List<String> inputs = new ArrayList<>(List.of(in, weight));
        bias.ifPresent(name -> inputs.add(parameters.vector(name, 0)));
        return inputs;
    }

    void convolution(NetworkStep step, NetworkOperation.Convolution convolution) {
        Node in = step.inputs().getFirst();
        Window window = convolution.window();
        boolean picture = in.grid().size() == 2;
        int rows = step.output().features();
        int channels = in.features() / convolution.groups();
        String weight = picture
                ? parameters.sized(convolution.weight(), rows, channels, window.height(), window.width())
                : parameters.sized(convolution.weight(), rows, channels, window.width());
        List<AttributeProto> attributes = new ArrayList<>(Windows.attributes(window, picture));
        attributes.add(Attributes.whole("group", convolution.groups()));
        String product = graph.add(
                "Conv",
                step.label(),
                with(values.get(in, Form.FEATURES_FIRST), weight, convolution.bias()),
                attributes.toArray(AttributeProto[]::new));
        values.put(
                step.output(),
                Form.FEATURES_FIRST,
                elements.activation(step.label(), product, convolution.activation()));
    }
}
