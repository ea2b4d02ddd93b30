package org.espalier.plugins.gates;

import org.espalier.api.graph.PluginOp;
import org.espalier.testkit.PluginOpContract;

class SignHashTest extends PluginOpContract {
    @Override
    protected PluginOp operation() {
        return new SignHash(3, 5, 6, 1);
    }

    @Override
    protected int[] inputs() {
        return new int[] {5};
    }
}
