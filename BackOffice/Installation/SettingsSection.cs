namespace BackOffice.Installation;

/// <summary>A section of settings as the program read it, for the System page. Register one a section.</summary>
/// <param name="Name">As in the settings file: <c>Pipeline</c>.</param>
/// <param name="Options">The options in force; its public properties are the keys.</param>
public sealed record SettingsSection(string Name, object Options);
