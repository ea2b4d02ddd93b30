package org.espalier.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NetworkChannel;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.files.Downloader;
import org.espalier.osgi.OsgiCatalog;

/** Which module may know which. */
@AnalyzeClasses(packages = "org.espalier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String API = "org.espalier.api..";
    private static final String CORE = "org.espalier.core..";
    private static final String PLUGINS = "org.espalier.plugins..";
    private static final String[] ANNOTATIONS = {"jakarta.inject..", "org.jspecify..", "org.osgi.annotation.."};

    /** Libraries that lie inside a bundle, unseen by others. */
    private static final String[] LIBRARIES_IN_BUNDLES = {
        "de.siegmar.fastcsv..", "ai.onnx.proto..", "com.google.protobuf..", "org.ejml.."
    };

    private static final String[] JDK = {"java..", "javax..", "jdk..", "com.sun.management.."};

    @ArchTest
    static final ArchRule theApiKnowsNothingButTheJdk = classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(API).or(resideInAnyPackage(JDK)).or(resideInAnyPackage(ANNOTATIONS)));

    @ArchTest
    static final ArchRule theCoreKnowsOnlyTheApi = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE, API, "com.google.gson..")
                    .or(resideInAnyPackage(JDK))
                    .or(resideInAnyPackage(ANNOTATIONS)));

    @ArchTest
    static final ArchRule aPluginKnowsOnlyTheApi = classes()
            .that()
            .resideInAPackage(PLUGINS)
            .and()
            .resideOutsideOfPackage("org.espalier.plugins.nd4j..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(PLUGINS, API)
                    .or(resideInAnyPackage(JDK))
                    .or(resideInAnyPackage(ANNOTATIONS))
                    .or(resideInAnyPackage(LIBRARIES_IN_BUNDLES)));

    @ArchTest
    static final ArchRule noPluginBundleKnowsAnother =
            slices().matching("org.espalier.plugins.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule theLanguageKnowsPlansTheirChecksAndTheCatalog = noClasses()
            .that()
            .resideInAPackage("org.espalier.dsl..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            PLUGINS,
                            "org.espalier.embed..",
                            "org.espalier.osgi..",
                            "org.espalier.cli..",
                            "com.google.inject..")
                    .or(resideInAnyPackage(CORE)
                            .and(not(resideInAnyPackage(
                                    "org.espalier.core.plan..",
                                    "org.espalier.core.check..",
                                    "org.espalier.core.diagnostic..",
                                    "org.espalier.core.catalog..")))));

    @ArchTest
    static final ArchRule embeddingKnowsNoLanguageNoBundlesAndNoCommandLine = noClasses()
            .that()
            .resideInAPackage("org.espalier.embed..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PLUGINS, "org.espalier.dsl..", "org.espalier.osgi..", "org.espalier.cli..");

    @ArchTest
    static final ArchRule theHostKnowsNoLanguageAndNoCommandLine = noClasses()
            .that()
            .resideInAPackage("org.espalier.osgi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PLUGINS, "org.espalier.dsl..", "org.espalier.cli..");

    @ArchTest
    static final ArchRule guiceStaysInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("org.espalier.embed..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.inject..");

    @ArchTest
    static final ArchRule osgiStaysInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("org.espalier.osgi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.osgi.framework..", "org.osgi.util..", "org.osgi.service..", "org.apache.felix..");

    @ArchTest
    static final ArchRule groovyStaysInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("org.espalier.dsl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("groovy..", "org.codehaus.groovy..", "org.apache.groovy..");

    @ArchTest
    static final ArchRule nd4jStaysInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("org.espalier.plugins.nd4j..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule theVectorApiStaysInItsBackend = noClasses()
            .that()
            .resideOutsideOfPackage("org.espalier.plugins.simd..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule kernelInterfacesAreForBackendsAndTheEngine = noClasses()
            .that()
            .resideInAPackage(PLUGINS)
            .and()
            .resideOutsideOfPackages(
                    "org.espalier.plugins.simd..", "org.espalier.plugins.nativecode..", "org.espalier.plugins.nd4j..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.espalier.api.backend..");

    @ArchTest
    static final ArchRule onlyTheDownloaderSpeaksToTheNetwork = noClasses()
            .that()
            .doNotBelongToAnyOf(Downloader.class)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.net.http..", "javax.net..", "com.sun.net..", "java.rmi..")
                    .or(belongToAnyOf(
                            Socket.class,
                            ServerSocket.class,
                            DatagramSocket.class,
                            HttpURLConnection.class,
                            InetAddress.class,
                            NetworkChannel.class,
                            AsynchronousSocketChannel.class)));

    @ArchTest
    static final ArchRule onlyClassLoadersUrlsAreOpened = noClasses()
            .that()
            .doNotBelongToAnyOf(ClassPathCatalog.class, OsgiCatalog.class)
            .and()
            .doNotHaveFullyQualifiedName("org.espalier.core.catalog.PathOrigin")
            .should()
            .callMethod(URL.class, "openStream")
            .orShould()
            .callMethod(URL.class, "openConnection")
            .orShould()
            .callMethod(URL.class, "openConnection", Proxy.class)
            .orShould()
            .callMethod(URL.class, "getContent");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrintsAndExits = noClasses()
            .that()
            .resideOutsideOfPackage("org.espalier.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .orShould()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class)
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule nothingStaticChanges =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");
}
