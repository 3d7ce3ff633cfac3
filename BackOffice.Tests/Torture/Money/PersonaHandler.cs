using System.Security.Claims;
using System.Text.Encodings.Web;
using BackOffice.Core.Access;
using BackOffice.Hosting.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackOffice.Tests.Torture.Money;

/// <summary>In the place of access tokens: a header names who asks. Rights are checked as always, behind it.</summary>
internal sealed class PersonaHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Persona";

    public static readonly string[] Agents = ["ana", "ben", "eva", "ivo"];
    public static readonly string[] Leads = ["cleo", "dov", "ugo"];
    public static readonly string[] Merchants = ["harbour", "spa"];
    public const string Shop = "shop";
    public const string Operations = "otis";
    public const string Product = "noor";
    private const string Issuer = "torture";

    /// <summary>How the program names them.</summary>
    public static string ActorOf(string persona) => persona is Shop || Merchants.Contains(persona) ? "client:" + persona : $"{Issuer}|{persona}";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var persona = Request.Headers[Header].ToString();
        var principal = persona switch
        {
            Shop => Client(persona, "orders:write orders:read"),
            _ when Merchants.Contains(persona) => Client(persona, "vouchers:redeem"),
            _ when Agents.Contains(persona) => Person(persona, Role.SupportAgent),
            _ when Leads.Contains(persona) => Person(persona, Role.SupportLead),
            Operations => Person(persona, Role.Operations),
            Product => Person(persona, Role.ProductManager),
            _ => null,
        };
        return Task.FromResult(principal is null ? AuthenticateResult.NoResult() : AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name)));
    }

    private static ClaimsPrincipal Person(string name, Role role)
    {
        var now = DateTimeOffset.UtcNow;
        return SessionClaims.Create(Issuer, name, name, [role], now, now.AddHours(1), "torture");
    }

    private static ClaimsPrincipal Client(string name, string scopes) =>
        new(new ClaimsIdentity([new Claim("client_id", name), new Claim("scope", scopes)], ApiTokens.AuthenticationType));
}
