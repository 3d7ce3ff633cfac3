using Microsoft.AspNetCore.Components.Web;

namespace BackOffice.Components.Shared;

/// <summary>Ctrl+Enter confirms a dialog from any of its fields.</summary>
internal static class DialogKeys
{
    /// <summary>Does what the dialog's button does, where that button is open.</summary>
    public static Task ConfirmAsync(KeyboardEventArgs key, bool isOpen, Func<Task> act) => isOpen && key is { Key: "Enter", CtrlKey: true } ? act() : Task.CompletedTask;
}
