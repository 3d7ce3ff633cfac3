using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>The embedded default's outside world.</summary>
public static class SandboxRegistration
{
    /// <summary>
    /// Payment, miles, fraud, voucher and mail gateways over files of their own. Wrong options throw <see cref="ArgumentException"/> naming every setting.
    /// A registered <see cref="IPaymentCallbacks"/> receives the payment and miles gateways' callbacks; without one they are logged as not received.
    /// </summary>
    public static IServiceCollection AddSandboxGateways(this IServiceCollection services, SandboxOptions options)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(" ", errors), nameof(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new SandboxFiles(options, provider.GetRequiredService<TimeProvider>()));
        // The receiver is asked for at the call, not at the start: it records outcomes through the ledger, which itself needs the gateway.
        services.TryAddSingleton<IPaymentGateway>(provider =>
            new SandboxPaymentGateway(provider.GetRequiredService<SandboxFiles>(), provider.GetService<IPaymentCallbacks>));
        services.TryAddSingleton<IMilesGateway>(provider =>
            new SandboxMilesGateway(provider.GetRequiredService<SandboxFiles>(), provider.GetService<IPaymentCallbacks>));
        services.TryAddSingleton<IFraudGateway>(provider => new SandboxFraudGateway(provider.GetRequiredService<SandboxFiles>()));
        services.TryAddSingleton<IVoucherIssuer>(provider => new SandboxVoucherIssuer(provider.GetRequiredService<SandboxFiles>()));
        services.TryAddSingleton<INotifier>(provider => new SandboxNotifier(provider.GetRequiredService<SandboxFiles>()));
        services.TryAddSingleton<ISentMail>(_ => new SandboxSentMail(options));
        return services;
    }
}
