using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Playwright;

namespace BackOffice.Tests.Browser;

/// <summary>One Chromium for all browser tests; each test gets a context, with the page's errors collected.</summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    private static readonly string s_path = Environment.GetEnvironmentVariable("BACKOFFICE_CHROMIUM") ?? "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Null when Chromium is there.</summary>
    public static string? WhyNot { get; } = File.Exists(s_path) ? null : $"Chromium is not at {s_path}; install the package 'chromium', or set BACKOFFICE_CHROMIUM.";

    /// <summary>Where screenshots go: artifacts/screens in the repository.</summary>
    public static string Screens { get; } = Directory.CreateDirectory(Path.Combine(Fakes.Repository.Root, "artifacts", "screens")).FullName;

    public async Task InitializeAsync()
    {
        if (WhyNot is not null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = s_path, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <param name="width">Of the window, in CSS pixels.</param>
    /// <param name="dark">What the system prefers.</param>
    public async Task<BrowserPage> OpenAsync(int width = 1440, bool dark = false)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 780 : 900 }, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = "America/New_York", Locale = "en-US", ReducedMotion = ReducedMotion.Reduce,
        });
        // Said aloud, so that a violation is among the page's problems whatever the browser itself writes.
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error(`content security policy: ${e.violatedDirective} refuses ${e.blockedURI}`))");
        return new BrowserPage(context, await context.NewPageAsync());
    }

    private IBrowser Browser => _browser ?? throw new InvalidOperationException("Chromium was not started.");

    [CollectionDefinition(Name)]
    [SuppressMessage("Naming", "CA1711", Justification = "xunit's own word.")]
    public sealed class Collection : ICollectionFixture<ChromiumBrowser>;

    public const string Name = "browser";
}

/// <summary>A page with everything that went wrong in it: exceptions, console errors, what the content security policy refuses, requests to another origin.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _problems = [];

    public BrowserPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout(15_000);
        page.PageError += (_, error) => Add("exception: " + error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("status of 40", StringComparison.Ordinal))
                Add("console: " + message.Text);
        };
        page.Request += (_, request) =>
        {
            if (Uri.TryCreate(request.Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && !uri.IsLoopback)
                Add("foreign origin: " + uri.Host.ToString(CultureInfo.InvariantCulture));
        };
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_problems)
                return [.. _problems];
        }
    }

    public Task ScreenAsync(string name, bool fullPage = true) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ChromiumBrowser.Screens, name + ".png"), FullPage = fullPage });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Add(string problem)
    {
        lock (_problems)
            _problems.Add(problem);
    }
}
