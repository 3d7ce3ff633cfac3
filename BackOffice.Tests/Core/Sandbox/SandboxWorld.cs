using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Core.Sandbox;

/// <summary>The five gateways over a folder of their own, as the program registers them.</summary>
internal sealed class SandboxWorld : IDisposable
{
    public static readonly Money Price = new(17800, "USD");

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "bo-sandbox-" + Guid.NewGuid().ToString("N"));
    private readonly IPaymentCallbacks? _callbacks;
    private ServiceProvider _services;

    public SandboxWorld(IPaymentCallbacks? callbacks = null)
    {
        _callbacks = callbacks;
        Options = new SandboxOptions
        {
            Folder = Path.Combine(_folder, "sandbox"),
            MailFolder = Path.Combine(_folder, "mail"),
            TimeoutDelay = TimeSpan.FromMilliseconds(1),
            SlowDelay = TimeSpan.FromMilliseconds(2),
            LateDelay = TimeSpan.FromSeconds(5),
        };
        _services = Start();
    }

    public SandboxOptions Options { get; }

    public ShiftedClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero));

    public IPaymentGateway Payment => _services.GetRequiredService<IPaymentGateway>();

    public IMilesGateway Miles => _services.GetRequiredService<IMilesGateway>();

    public IFraudGateway Fraud => _services.GetRequiredService<IFraudGateway>();

    public IVoucherIssuer Vouchers => _services.GetRequiredService<IVoucherIssuer>();

    public INotifier Mail => _services.GetRequiredService<INotifier>();

    public static EffectKey Key(string step, string unit = "1", int attempt = 1, string order = "GC-7KQ2-M4XD") =>
        new(new OrderId(order), EffectKey.Checkout, step, unit, attempt);

    public ISandboxLedger Ledger() => SandboxLedger.Open(Options.Folder);

    /// <summary>The same files, another process as far as the gateways can tell.</summary>
    public void Restart()
    {
        _services.Dispose();
        _services = Start();
    }

    public Task<GatewayAnswer> AuthoriseAsync(string token, int attempt = 1, Money? amount = null) =>
        Payment.AuthoriseAsync(new(Key(StepNames.AuthorisePayment, attempt: attempt), token, amount ?? Price), CancellationToken.None);

    public Task<GatewayAnswer> CaptureAsync(string authorisation, string token = "tok_ok", Money? amount = null, string unit = "1") =>
        Payment.CaptureAsync(new(Key(StepNames.CapturePayment, unit), authorisation, token, amount ?? Price), CancellationToken.None);

    public Task<GatewayAnswer> ScanAsync(string email, string? userGuid = "u-1", Money? amount = null) =>
        Fraud.ScanAsync(new(Key(StepNames.FraudScan), email, userGuid, "tok_ok", amount ?? Price, "New York"), CancellationToken.None);

    public Task<GatewayAnswer> IssueAsync(string offer, string unit = "1.1", int attempt = 1, string codeHash = "c0de") =>
        Vouchers.IssueAsync(new(Key(StepNames.IssueVouchers, unit, attempt), offer, "adult", codeHash, Price), CancellationToken.None);

    public Task<GatewayAnswer> SendAsync(string to, string subject = "Your vouchers", string text = "Thank you.", int attempt = 1) =>
        Mail.SendAsync(new(Key(StepNames.NotifyCustomer, attempt: attempt), to, subject, text, "en-US"), CancellationToken.None);

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ServiceProvider Start()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock);
        if (_callbacks is not null)
            services.AddSingleton(_callbacks);
        return services.AddSandboxGateways(Options).BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
