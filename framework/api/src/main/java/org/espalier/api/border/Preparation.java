package org.espalier.api.border;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Changes examples before they reach the model. Anything it measures, it measures on the training examples. */
@ConsumerType
@PluginKind("prepare")
public interface Preparation {
    /** The prepared data; examples keep their ids. */
    Dataset apply(Dataset data);
}
