using BackOffice.Components.Layout.Finding;
using BackOffice.Components.Layout.Navigation;
using BackOffice.Components.Refunds;
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
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Replays;
using BackOffice.Installation;
using BackOffice.Core.Workflows;
using BackOffice.Core.Samples;
using BackOffice.Interaction;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace BackOffice.Tests.Fakes;

/// <summary>A bUnit context with the console's services over fakes that a test drives. Dispose it with await.</summary>
public sealed class ConsoleContext : BunitContext
{
    public ConsoleContext(Role role = Role.Operations)
    {
        Actor = new FakeActor(role);
        JSInterop.Mode = JSRuntimeMode.Loose;
        var module = Module = JSInterop.SetupModule("./console.js");
        module.Mode = JSRuntimeMode.Loose;
        module.Setup<string?>("timeZone").SetResult("America/New_York");
        module.Setup<RememberedChoices?>("preferences").SetResult(new(null, IsDark: false, IsRoomy: false, SingleKeysOff: false));
        module.Setup<bool>("copy", _ => true).SetResult(true);
        Services.AddLogging();
        Services.AddMudServices(options => options.PopoverOptions.ThrowOnDuplicateProvider = false);
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<IOrders>(Orders);
        Services.AddSingleton<IOrderCommands>(Commands);
        Services.AddSingleton<IRetryJobs>(Retries);
        Services.AddSingleton<IVouchers>(Vouchers);
        Services.AddSingleton<IVoucherCommands>(VoucherCommands);
        Services.AddSingleton<IReveals>(Reveals);
        Services.AddSingleton<IRefunds>(Refunds);
        Services.AddSingleton<IUnwinds>(Unwinds);
        Services.AddSingleton<IQueueDesk>(Queues);
        Services.AddSingleton<IOrderFeed>(Feed);
        Services.AddSingleton<IOrderViews>(Views);
        Services.AddSingleton<IExportFiles>(Exports);
        Services.AddSingleton<ISamples>(Samples);
        Services.AddSingleton<IRollouts>(Rollouts);
        Services.AddSingleton<IRules>(Rules);
        Services.AddSingleton<IRouting>(Routing);
        Services.AddSingleton<IAuditLog>(Audit);
        Services.AddSingleton<IHoldQueue>(Holds);
        Services.AddSingleton<IBatchDesk>(Batches);
        Services.AddSingleton<IExecutionDesk>(Executions);
        Services.AddSingleton<IMailDesk>(Mail);
        Services.AddSingleton<IDeliveryDesk>(Deliveries);
        Services.AddSingleton<IReplays>(Replays);
        Services.AddSingleton<ICurrentActor>(Actor);
        Services.AddSingleton<ICurrentSession>(Session);
        Services.AddSingleton<ISystemReports>(System);
        Services.AddScoped<CircuitLanguage>();
        Services.AddSingleton<KeptIntents>();
        Services.AddSingleton<IMoneyDesk>(Money);
        Services.AddSingleton<OrderBeat>();
        Services.AddScoped<ViewerPresence>();
        Services.AddScoped<OrderPulse>();
        Services.AddScoped<ViewerZone>();
        Services.AddScoped<Ticker>();
        Services.AddScoped<Interaction.Browser>();
        Services.AddScoped<Shortcuts>();
        Services.AddScoped<ViewerChoices>();
        Services.AddTransient<Finder>();
        Services.AddNavigationFigures();
        Services.AddScoped<Toasts>();
        Services.AddScoped<PageReader>();
        Services.AddScoped<PageTools>();
        Services.AddTransient<CommandRunner>();
        Services.AddScoped<RefundReturn>();
    }

    /// <summary>What the browser answers.</summary>
    public BunitJSModuleInterop Module { get; }

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 7, 42, 58, TimeSpan.Zero));

    public FakeOrders Orders { get; } = new();

    public FakeOrderCommands Commands { get; } = new();

    public FakeRetryJobs Retries { get; } = new();

    public FakeVouchers Vouchers { get; } = new();

    public FakeVoucherCommands VoucherCommands { get; } = new();

    public FakeReveals Reveals { get; } = new();

    public FakeRefunds Refunds { get; } = new();

    public FakeMoneyDesk Money { get; } = new();

    public FakeUnwinds Unwinds { get; } = new();

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

    public FakeActor Actor { get; }

    public FakeSession Session { get; } = new();

    public FakeSystemReports System { get; } = new();

    /// <summary>Lets feed pauses pass until the condition holds.</summary>
    public Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        return condition();
    });

    /// <summary>The providers that dialogs, menus and messages need, rendered first.</summary>
    public IRenderedComponent<MudDialogProvider> RenderProviders()
    {
        Render<MudPopoverProvider>();
        return Render<MudDialogProvider>();
    }
}

/// <summary>Somebody with the permissions of one role.</summary>
public sealed class FakeActor(Role role) : ICurrentActor
{
    public Actor Actor { get; set; } = new("https://idp.example|7", "Ama Kestrel", ActorKind.Person, RolePermissions.Of(role)) { Roles = [role] };

    public Task<Actor> GetAsync() => Task.FromResult(Actor);
}
