namespace BackOffice.Interaction;

/// <summary>
/// Every key of the console but those that open pages, which <c>NavTable</c> names. A page that answers a key lists it here and says <see cref="Shortcuts.On"/>;
/// the help sheet shows this table.
/// </summary>
public static class ShortcutGroups
{
    public static readonly ShortcutGroup Everywhere = new(
        () => T("Everywhere"),
        [
            new("/", () => T("Search for orders")),
            new("Ctrl+K", () => T("Commands, pages and orders in one list")),
            new("?", () => T("This help")),
        ]);

    public static readonly ShortcutGroup Lists = new(
        () => T("In a list"),
        [
            new("j, k", () => T("Go to the next or the previous row")),
            new("Enter", () => T("Open the row")),
            new("n", () => T("Show new orders")),
            new("x", () => T("Select the row")),
            new("Shift+x", () => T("Select every row up to this one")),
            new(".", () => T("Open the row's menu")),
        ]);

    public static readonly ShortcutGroup Order = new(
        () => T("On an order"),
        [
            new("c", () => T("Copy the sentence")),
            new("r", () => T("Retry, or look up what is unknown")),
            new("e", () => T("Refund")),
            new("n", () => T("Add a note")),
            new("[, ]", () => T("Go to the step before or after")),
            new("t", () => T("Filter what happened")),
        ]);

    public static readonly ShortcutGroup Dialogs = new(
        () => T("In a dialog"),
        [
            new("Ctrl+Enter", () => T("Confirm what you typed")),
            new("Esc", () => T("Close without doing anything")),
        ]);

    public static readonly IReadOnlyList<ShortcutGroup> All = [Everywhere, Lists, Order, Dialogs];
}
