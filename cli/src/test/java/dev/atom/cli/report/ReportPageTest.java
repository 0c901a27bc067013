// SPDX-License-Identifier: Apache-2.0
package dev.atom.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cli.CommandRun;
import dev.atom.testing.Feature;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of the repository's own report, in a real browser.
@Feature("C26")
class ReportPageTest {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Pattern HREF = Pattern.compile("href=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");
  private static final String DARK = "--blink-settings=preferredColorScheme=0";
  private static final String LIGHT = "--blink-settings=preferredColorScheme=1";

  @TempDir Path folder;
  private Path page;

  @BeforeEach
  void write() {
    page = folder.resolve("a folder").resolve("report.html");
    assertThat(page.resolveSibling("").toFile().mkdirs()).isTrue();
    CommandRun.of("audit", "report", "--data", folder + "/none", "--out", page.toString());
    assertThat(page).isRegularFile();
  }

  @Test
  void everyLinkLeadsToWhatIsThere() throws IOException {
    String html = Files.readString(page);
    var ids = new TreeSet<String>();
    ID.matcher(html).results().forEach(it -> ids.add(it.group(1)));
    List<String> links = HREF.matcher(html).results().map(it -> it.group(1)).toList();

    assertThat(links).hasSizeGreaterThan(150);
    for (String link : new TreeSet<>(links)) {
      URI to = page.toUri().resolve(link);
      if (link.startsWith("#")) {
        assertThat(ids).contains(link.substring(1));
        continue;
      }
      Path file = Path.of(URI.create(to.toString().replaceFirst("#.*", "")));
      assertThat(file).as(link).isRegularFile();
      if (to.getFragment() != null) {
        assertThat(headings(file)).as(link).contains(to.getFragment());
      }
    }
  }

  private static List<String> headings(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void nothingStandsOutOfThePageOnALaptopOrAPhone() throws Exception {
    Path probe =
        Files.writeString(
            page.resolveSibling("probe.html"),
            """
            <!doctype html><body><script>
            const wide = [];
            let left = 2;
            for (const width of [1280, 390]) {
              const frame = document.createElement('iframe');
              frame.width = width; frame.height = 800; frame.src = 'report.html';
              frame.onload = () => {
                const root = frame.contentDocument.documentElement;
                if (root.scrollWidth > root.clientWidth) wide.push(width + ':' + root.scrollWidth);
                if (--left === 0) document.title = 'wide[' + wide.join(' ') + ']';
              };
              document.body.append(frame);
            }
            </script>
            """);

    String seen = browser("--allow-file-access-from-files", "--dump-dom", probe.toUri().toString());

    assertThat(seen).contains("<title>wide[]</title>");
  }

  @Test
  void isDarkOrLightAsThePersonLikesAndReadableInBoth() throws Exception {
    var light = shot(LIGHT);
    var dark = shot(DARK);

    assertThat(brightness(light.getRGB(3, 3))).isGreaterThan(240);
    assertThat(brightness(dark.getRGB(3, 3))).isLessThan(40);
    assertThat(contrast(light)).isGreaterThan(7);
    assertThat(contrast(dark)).isGreaterThan(7);
  }

  @Test
  void printsOnWhitePaperAlsoFromADarkScreen() throws Exception {
    Path pdf = folder.resolve("report.pdf");
    browser(DARK, "--print-to-pdf=" + pdf, "--no-pdf-header-footer", page.toUri().toString());

    String bytes = Files.readString(pdf, StandardCharsets.ISO_8859_1);
    assertThat(bytes).startsWith("%PDF-").contains("%%EOF");
    assertThat(Pattern.compile("/Type */Page\\b").matcher(bytes).results().count())
        .isBetween(8L, 60L);
  }

  private BufferedImage shot(String scheme) throws Exception {
    Path png = folder.resolve("shot" + scheme.charAt(scheme.length() - 1) + ".png");
    browser(scheme, "--window-size=1280,800", "--screenshot=" + png, page.toUri().toString());
    var image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isEqualTo(1280);
    return image;
  }

  private static double brightness(int rgb) {
    return 0.2126 * (rgb >> 16 & 255) + 0.7152 * (rgb >> 8 & 255) + 0.0722 * (rgb & 255);
  }

  /// Of the ground and what differs most from it: the text, in the ratio of WCAG.
  private static double contrast(BufferedImage image) {
    double low = 1;
    double high = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        double light = luminance(image.getRGB(x, y));
        low = Math.min(low, light);
        high = Math.max(high, light);
      }
    }
    return (high + 0.05) / (low + 0.05);
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16 & 255)
        + 0.7152 * linear(rgb >> 8 & 255)
        + 0.0722 * linear(rgb & 255);
  }

  private static double linear(int channel) {
    return Math.pow(channel / 255.0, 2.2);
  }

  private String browser(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"));
    command.addAll(List.of("--disable-dev-shm-usage", "--force-device-scale-factor=1"));
    command.addAll(List.of("--user-data-dir=" + folder.resolve("profile"), "--no-first-run"));
    command.addAll(List.of("--virtual-time-budget=10000"));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("said");
    var process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    return Files.readString(said);
  }

  private static String program() {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      for (String name : NAMES) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program)) {
          return program.toString();
        }
      }
    }
    throw new IllegalStateException("Chromium is needed: './atom test' offers to install it");
  }
}
