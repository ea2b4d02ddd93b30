package org.espalier.api.border;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A trained model as an exporter sees it. */
@ProviderType
public interface ModelView {
    /** All parameters in the order of the model. */
    List<TensorView> parameters();

    /** What it computes with them. */
    NetworkView network();

    /** What made the model: recipe, hash, seed and so on. Keys and values are plain text. */
    Map<String, String> provenance();
}
