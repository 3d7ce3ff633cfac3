using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Tests.Torture.Money;

/// <summary>
/// The process that is killed: the whole server as it is composed, with its HTTP API, over a data folder; only the gateways are elsewhere, and who asks is said by
/// <see cref="PersonaHandler"/>. Callbacks of the gateway arrive at <c>/torture/callback</c>; <c>/torture/audit</c> is what <c>verify</c> finds.
/// </summary>
internal static class MoneyServerChild
{
    public const string CallbackPath = "/torture/callback";
    public const string AuditPath = "/torture/audit";

    /// <summary>A provider that is never asked.</summary>
    private static readonly Dictionary<string, string?> s_signIn = new()
    {
        ["SignIn:Authority"] = "https://torture.invalid", ["SignIn:ClientId"] = "torture", ["SignIn:Groups:staff"] = "Operations",
    };

    private static readonly Actor s_auditor = new("torture|auditor", "auditor", ActorKind.Person, RolePermissions.Of(Role.Administrator));

    /// <summary>Arguments: the data folder, the address to listen on, the gateway's.</summary>
    public static async Task<int> RunAsync(string data, string url, Uri gateway)
    {
        using var outside = new RemoteGateway(gateway);
        await using var app = ServerHost.Build(new ServerSettings { Urls = url, Data = data, Environment = "Production", Overrides = s_signIn }, builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddSingleton<IPaymentGateway>(outside);
            builder.Services.AddSingleton<IMilesGateway>(outside);
            builder.Services.AddSingleton<IFraudGateway>(outside);
            builder.Services.AddSingleton<IVoucherIssuer>(outside);
            builder.Services.AddSingleton<INotifier>(outside);
            builder.Services.PostConfigure<AuthenticationOptions>(options => options.SchemeMap[JwtBearerDefaults.AuthenticationScheme].HandlerType = typeof(PersonaHandler));
        });
        app.MapPost(CallbackPath, async (string key, GatewayReply said, IPaymentCallbacks callbacks) =>
        {
            await callbacks.ReceiveAsync(new PaymentCallback(KeyOf(key), RemoteGateway.AnswerOf(said)), CancellationToken.None);
            return Results.Ok();
        }).AllowAnonymous();
        app.MapGet(AuditPath, async (MoneyAudit money, IAuditVerifier chain) =>
        {
            var report = await money.CheckAsync(s_auditor, CancellationToken.None);
            var verified = await chain.VerifyAsync(null, CancellationToken.None);
            return Results.Json(new MoneyVerdict(
                report.Value.Orders, report.Value.Refunds, [.. report.Value.Invariants],
                [.. report.Value.Findings.Select(finding => $"{finding.Invariant} {finding.Order}: {finding.Text}"), .. verified.Findings.Select(finding => $"audit: {finding}")]));
        }).AllowAnonymous();
        await app.StartAsync();
        await Console.Out.WriteLineAsync("ready");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static EffectKey KeyOf(string text) => text.Split('/') is [var order, var operation, var step, var unit, var attempt]
        ? new EffectKey(new OrderId(order), operation, step, unit, int.Parse(attempt, System.Globalization.CultureInfo.InvariantCulture))
        : throw new ArgumentException($"'{text}' is no effect key.", nameof(text));
}

/// <summary>What the program itself says of its money at the end.</summary>
internal sealed record MoneyVerdict(long Orders, long Refunds, IReadOnlyList<InvariantCount> Invariants, IReadOnlyList<string> Findings);
