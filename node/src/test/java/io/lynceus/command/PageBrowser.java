package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;

/** Opens a page of the monitor in Chromium; without Chromium, the test is left out. */
final class PageBrowser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target", "screenshots");

    /** Everything shares two busy cores; a page that does not come at all is what fails. */
    private static final double PATIENCE_MILLIS = 120_000;

    private final Playwright playwright;
    private final Browser browser;

    private PageBrowser(Playwright playwright) {
        this.playwright = playwright;
        this.browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    static PageBrowser open() {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "needs " + CHROMIUM);
        return new PageBrowser(Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
    }

    /** Opens the page of a server that ends while it is open, which the browser itself complains of. */
    void visitUntilLost(int port, Consumer<Page> visit) {
        try (Page page = browser.newPage()) {
            page.setDefaultTimeout(PATIENCE_MILLIS);
            page.navigate("http://127.0.0.1:" + port + "/");
            visit.accept(page);
        }
    }

    /** Opens an address of this machine, hands the page over, and sees that nothing on it went wrong. */
    void visit(int port, String path, ColorScheme scheme, Consumer<Page> visit) {
        try (Page page = browser.newPage(
                new Browser.NewPageOptions().setViewportSize(1440, 1000).setColorScheme(scheme))) {
            page.setDefaultTimeout(PATIENCE_MILLIS);
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.navigate("http://127.0.0.1:" + port + path);
            visit.accept(page);
            assertThat(complaints).isEmpty();
        }
    }

    /** Keeps a picture of the whole page, for whoever looks at the result of a test. */
    static void keep(Page page, String name) {
        page.screenshot(
                new ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
