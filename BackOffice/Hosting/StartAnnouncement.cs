namespace BackOffice.Hosting;

/// <summary>What a start tells the person at the terminal.</summary>
internal sealed class StartAnnouncement(ServerAddresses addresses, IEnumerable<IStartNotice> notices)
{
    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"BackOffice is at {addresses.Origin.ToString().TrimEnd('/')}   (Ctrl+C stops it)");
        foreach (var line in notices.SelectMany(notice => notice.Lines()))
            output.WriteLine(line);
        output.WriteLine();
        output.Flush();
    }
}

/// <summary>A part that has something to say once the server listens.</summary>
internal interface IStartNotice
{
    IEnumerable<string> Lines();
}
