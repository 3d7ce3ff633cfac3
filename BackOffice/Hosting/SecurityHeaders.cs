using BackOffice.Hosting.SignIn;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>Headers of every answer, and the refusal of foreign origins on the Blazor hub, which accepts them by default.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<SignInOptions> signIn)
{
    private readonly string _policy = PolicyFor(signIn.Value);

    /// <summary>
    /// <c>style-src-attr</c> and <c>base-uri</c> are as MudBlazor and Blazor need them (measured): the theme is a static sheet, elements
    /// carry style attributes, and deep links need a base.
    /// </summary>
    internal static string PolicyFor(SignInOptions options)
    {
        var provider = Uri.TryCreate(options.Authority, UriKind.Absolute, out var uri) ? " " + uri.GetLeftPart(UriPartial.Authority) : "";
        return "default-src 'none'; script-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
            + $"connect-src 'self'; manifest-src 'self'; form-action 'self'{provider}; base-uri 'self'; object-src 'none'; frame-ancestors 'none'";
    }

    public Task InvokeAsync(HttpContext context)
    {
        // On starting, because the handler of an exception clears what was set before it.
        context.Response.OnStarting(Write, context.Response);
        if (!context.Request.Path.StartsWithSegments("/_blazor") || !SameOrigin.IsForeign(context.Request))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private Task Write(object state)
    {
        var response = (HttpResponse)state;
        var headers = response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        if (response.HttpContext.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        // Pages and answers hold personal data; static files set their own caching.
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
