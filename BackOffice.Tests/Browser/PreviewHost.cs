using System.Security.Claims;
using System.Text.Encodings.Web;
using BackOffice.Components;
using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using BackOffice.Core.Orders.Export;
using BackOffice.Core.Orders.Views;
using BackOffice.Core.Payments.Proof;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Payments.Unwinding;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Rollouts;
using BackOffice.Hosting;
using BackOffice.Hosting.SignIn;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Replays;
using BackOffice.Installation;
using BackOffice.Core.Workflows;
using BackOffice.Core.Samples;
using BackOffice.Interaction;
using BackOffice.Tests.Fakes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackOffice.Tests.Browser;

/// <summary>The console's real components in a real server over fakes: every state of every page can be looked at in a browser. Content security policy as shipped.</summary>
internal sealed class PreviewHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PreviewHost(WebApplication app) => _app = app;

    public FakeOrders Orders { get; } = new();

    public FakeOrderCommands Commands { get; } = new();

    public FakeRetryJobs Retries { get; } = new();

    public FakeVouchers Vouchers { get; } = new();

    public FakeVoucherCommands VoucherCommands { get; } = new();

    public FakeReveals Reveals { get; } = new();

    public FakeRefunds Refunds { get; } = new();

    public FakeUnwinds Unwinds { get; } = new();

    public FakeMoneyDesk Money { get; } = new();

    public FakeQueueDesk Queues { get; } = new();

    public FakeOrderViews Views { get; } = new();

    public FakeExportFiles Exports { get; } = new();

    public FakeOrderFeed Feed { get; } = new();

    public FakeSamples Samples { get; } = new();

    public FakeRollouts Rollouts { get; } = new();

    public FakeRules Rules { get; } = new();

    public FakeRouting Routing { get; } = new();

    public FakeAuditLog Audit { get; } = new();

    public FakeHoldQueue Holds { get; } = new();

    public FakeBatchDesk Batches { get; } = new();

    public FakeExecutionDesk Executions { get; } = new();

    public FakeMailDesk Mail { get; } = new();

    public FakeDeliveryDesk Deliveries { get; } = new();

    public FakeReplays Replays { get; } = new();

    public FakeActor Actor { get; } = new(Role.Operations);

    public FakeSystemReports System { get; } = new();

    public string Url => _app.Urls.First();

    public static async Task<PreviewHost> StartAsync(DateTimeOffset? now = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(App).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Development",
        });
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        PreviewHost? host = null;
        builder.Services.AddSingleton<TimeProvider>(now is { } fixedNow ? new ShownClock(fixedNow) : TimeProvider.System);
        builder.Services.AddConsole();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(options => options.DetailedErrors = true);
        builder.Services.AddAuthentication("preview").AddScheme<AuthenticationSchemeOptions, PreviewSignIn>("preview", null);
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<IOrders>(_ => host?.Orders ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IOrderCommands>(_ => host?.Commands ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IRetryJobs>(_ => host?.Retries ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IVouchers>(_ => host?.Vouchers ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IVoucherCommands>(_ => host?.VoucherCommands ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IReveals>(_ => host?.Reveals ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IRefunds>(_ => host?.Refunds ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IUnwinds>(_ => host?.Unwinds ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IQueueDesk>(_ => host?.Queues ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IOrderFeed>(_ => host?.Feed ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IOrderViews>(_ => host?.Views ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IExportFiles>(_ => host?.Exports ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<ISamples>(_ => host?.Samples ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IRollouts>(_ => host?.Rollouts ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IAuditLog>(_ => host?.Audit ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<ICurrentSession>(new FakeSession());
        builder.Services.AddSingleton<ISystemReports>(_ => host?.System ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IRules>(_ => host?.Rules ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IRouting>(_ => host?.Routing ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IMoneyDesk>(_ => host?.Money ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IHoldQueue>(_ => host?.Holds ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IBatchDesk>(_ => host?.Batches ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IExecutionDesk>(_ => host?.Executions ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IMailDesk>(_ => host?.Mail ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IDeliveryDesk>(_ => host?.Deliveries ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<IReplays>(_ => host?.Replays ?? throw new InvalidOperationException());
        builder.Services.AddSingleton<ICurrentActor>(_ => host?.Actor ?? throw new InvalidOperationException());
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PolicyFor(new SignInOptions());
            return next(context);
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        host = new PreviewHost(app);
        await app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Says a fixed time; timers run as usual.</summary>
    private sealed class ShownClock(DateTimeOffset now) : TimeProvider
    {
        private readonly long _start = TimeProvider.System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => now + TimeProvider.System.GetElapsedTime(_start);
    }

    private sealed class PreviewSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim("name", "Ama Kestrel")], "preview")), "preview")));
    }
}
