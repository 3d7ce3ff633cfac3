namespace BackOffice.Interaction;

/// <summary>Keys that belong together, as the help sheet lists them. Texts are functions, because a text is in the reader's language.</summary>
/// <param name="Title">Where they work: <c>On an order</c>.</param>
/// <param name="Keys">In the order of the sheet.</param>
public sealed record ShortcutGroup(Func<string> Title, IReadOnlyList<ShortcutKey> Keys);

/// <param name="Keys">As <see cref="Shortcuts.On"/> is told; two keys in a row with a blank between, two that do alike with a comma.</param>
/// <param name="Does">What happens.</param>
public sealed record ShortcutKey(string Keys, Func<string> Does);
