using BackOffice.Interaction.Circuits;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components;

/// <summary>The root of a circuit. It speaks the language of the page that started it, whatever the connection's own request says.</summary>
public sealed partial class Routes
{
    [Inject] public required CircuitLanguage Circuit { get; init; }

    [Inject] public required CircuitSeat Seat { get; init; }

    /// <summary>Of the page, <c>pt-BR</c>.</summary>
    [Parameter] public string LanguageTag { get; set; } = "";

    public override Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        Circuit.Speak(Language.Find(LanguageTag) ?? Language.Current);
        return base.SetParametersAsync(ParameterView.Empty);
    }
}
