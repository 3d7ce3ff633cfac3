using Microsoft.AspNetCore.Diagnostics;

namespace BackOffice.Hosting;

/// <summary>A browser at an address that is not there gets the page that says so, with status 404; programs get problem details.</summary>
internal static class NotFoundSetup
{
    /// <summary>Comes after the middleware that writes problem details, which has every answer that this one leaves alone.</summary>
    public static void UseNotFoundPage(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(async (context, next) =>
        {
            await next(context);
            if (!IsForAPerson(context) && context.Features.Get<IStatusCodePagesFeature>() is { } page)
                page.Enabled = false;
        });
    }

    private static bool IsForAPerson(HttpContext context) =>
        context.Response.StatusCode is StatusCodes.Status404NotFound && HttpMethods.IsGet(context.Request.Method)
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
