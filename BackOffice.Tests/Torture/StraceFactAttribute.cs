namespace BackOffice.Tests.Torture;

/// <summary>Skips where strace is not installed.</summary>
internal sealed class StraceFactAttribute : FactAttribute
{
    public StraceFactAttribute()
    {
        if (!File.Exists("/usr/bin/strace"))
            Skip = "strace is not installed: ./test.sh installs it.";
    }
}
