package io.lynceus.command;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.lynceus.broker.TestBroker;
import io.lynceus.monitor.Monitor;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.ShippedModels;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A staged node, the monitor that shows it, and a browser, all anew for each test. Without Chromium, the test is left out. */
final class PageStage implements BeforeEachCallback, AfterEachCallback {
    static final String RIG = "street";

    private static final ModelCard CARD = ModelCard.read(ShippedModels.locate(ShippedModels.STREET_NANO));

    private record Parts(PageBrowser browser, Monitor monitor, StagedNode node) {}

    private final TestBroker broker;
    /** What the end of the test closes, in this order. */
    private final Queue<AutoCloseable> opened = new ArrayDeque<>();

    private @Nullable Parts parts;

    PageStage(TestBroker broker) {
        this.broker = broker;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        PageBrowser browser = opened(PageBrowser.open());
        Monitor monitor = opened(Monitor.start("127.0.0.1", 0));
        parts = new Parts(browser, monitor, opened(new StagedNode(broker.bootstrap(), RIG, RIG)));
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.add(part);
        return part;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!opened.isEmpty()) {
            opened.remove().close();
        }
    }

    private Parts parts() {
        return Objects.requireNonNull(parts, "the stage stands during tests only; register it with @RegisterExtension");
    }

    /** Returns the card of the model whose masks the node sends. */
    static ModelCard card() {
        return CARD;
    }

    Monitor monitor() {
        return parts().monitor;
    }

    StagedNode node() {
        return parts().node;
    }

    /**
     * Puts another node in the place of the first.
     *
     * @param named in its rig file
     */
    void serve(String named, String rig) throws Exception {
        Parts before = parts();
        opened.remove(before.node);
        before.node.close();
        parts = new Parts(before.browser, before.monitor, opened(new StagedNode(broker.bootstrap(), named, rig)));
    }

    /** Lets the monitor show the node. */
    void show() {
        monitor().show(node().config(), node().kafka(), card(), node()::label);
    }

    void visit(String path, Consumer<Page> visit) {
        parts().browser.visit(monitor().port(), path, ColorScheme.LIGHT, visit);
    }

    /** Visits a page whose node works. */
    void visitRunning(String path, Consumer<Page> visit) {
        show();
        node().open();
        visit(path, page -> {
            headline(page, "ok").waitFor();
            page.locator("#legend .iou:not(:empty)").first().waitFor();
            visit.accept(page);
        });
    }

    /** Visits a page whose server ends. */
    void visitUntilLost(Consumer<Page> visit) {
        parts().browser.visitUntilLost(monitor().port(), visit);
    }

    /** Returns the headline, once it says that. */
    static Locator headline(Page page, String is) {
        return page.locator("#headline[data-is=" + is + "]");
    }

    static String words(Page page) {
        return page.locator("#headline").innerText();
    }
}
