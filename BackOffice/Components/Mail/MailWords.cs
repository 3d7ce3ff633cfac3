using BackOffice.Core.Payments;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Mail;

/// <summary>What became of a message, in a word.</summary>
public static class MailWords
{
    public static StatusLook Of(EffectState state) => state switch
    {
        EffectState.Succeeded => new(T("Taken"), Icons.MarkEmailRead, StatusRole.Ok, T("The mail service took it.")),
        EffectState.Failed => new(T("Refused"), Icons.Error, StatusRole.Fail, T("The mail service refused it.")),
        EffectState.Planned or EffectState.Sent or EffectState.Unknown or EffectState.Awaiting or EffectState.Reversed => StatusLook.Of(state),
    };
}
