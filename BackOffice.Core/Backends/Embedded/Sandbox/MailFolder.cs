using System.Text;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>One file a message, written whole or not at all.</summary>
internal sealed class MailFolder
{
    private readonly string _folder;

    public MailFolder(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    public void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        var unfinished = path + ".tmp";
        File.WriteAllBytes(unfinished, Encoding.UTF8.GetBytes(text));
        File.Move(unfinished, path, overwrite: true);
    }
}
