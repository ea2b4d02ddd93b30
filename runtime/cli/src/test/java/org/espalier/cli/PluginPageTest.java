package org.espalier.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.espalier.core.catalog.ClassPathCatalog;
import org.junit.jupiter.api.Test;

class PluginPageTest {
    @Test
    void describesThePluginsThereAre() throws IOException {
        String page = PluginReference.page(new ClassPathCatalog(PluginPageTest.class.getClassLoader()).plugins());
        GoldenFile.assertSame(Path.of("../../docs/plugins/README.md"), page);
    }
}
