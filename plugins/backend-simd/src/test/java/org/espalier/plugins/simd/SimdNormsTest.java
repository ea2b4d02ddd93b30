package org.espalier.plugins.simd;

import org.espalier.api.backend.Backend;
import org.espalier.testkit.NormContract;

class SimdNormsTest extends NormContract {
    @Override
    protected Backend backend() {
        return new SimdBackend();
    }
}
