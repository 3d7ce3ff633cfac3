using System.Globalization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BackOffice.Interaction;

/// <summary>
/// Keeps a circuit in the language of its page for its whole life: everything that the browser sends runs in it, also over a connection that was made anew after
/// the person chose another language in another tab.
/// </summary>
public sealed class CircuitLanguage : CircuitHandler
{
    private CultureInfo _language = CultureInfo.CurrentUICulture;

    /// <summary>From here on, this flow and all that follow.</summary>
    public void Speak(Language language) => CultureInfo.CurrentUICulture = _language = language.UiCulture;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        CultureInfo.CurrentUICulture = _language;
        return next(context);
    };
}
