using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting.SignIn;

/// <summary>Our own session: a cookie that only this host gets back, with an idle and an absolute end.</summary>
internal sealed class SessionCookie(IOptions<SignInOptions> settings, GroupRoles groups, TimeProvider clock, ServerAddresses addresses)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public const string SecureName = "__Host-backoffice";

    /// <summary>Browsers refuse the prefix without Secure, so a loopback start over plain HTTP needs another name.</summary>
    public const string LoopbackName = "backoffice";

    public void Configure(CookieAuthenticationOptions options) => Configure(CookieAuthenticationDefaults.AuthenticationScheme, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name != CookieAuthenticationDefaults.AuthenticationScheme)
            return;
        var plain = addresses.IsLoopbackHttpOnly;
        options.Cookie.Name = plain ? LoopbackName : SecureName;
        options.Cookie.SecurePolicy = plain ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.HttpOnly = true;
        options.Cookie.Path = "/";
        options.Cookie.IsEssential = true;
        options.ExpireTimeSpan = settings.Value.IdleTimeout;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.LogoutPath = "/sign-out";
        options.AccessDeniedPath = "/forbidden";
        options.ReturnUrlParameter = "returnUrl";
        options.TimeProvider = clock;
        options.Events.OnRedirectToLogin = context =>
        {
            // A program that mistypes a path of the API wants a status, not a page.
            if (context.Request.Path.StartsWithSegments("/api"))
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            else
                context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = async context =>
        {
            if (context.Principal is { } principal && SessionClaims.IsCurrent(principal, clock.GetUtcNow(), groups.Version))
                return;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        };
    }
}
