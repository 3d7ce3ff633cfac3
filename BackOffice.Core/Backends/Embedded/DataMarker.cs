using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackOffice.Core.Backends.Embedded;

/// <summary>What <c>backoffice.json</c> in a data folder says.</summary>
/// <param name="Format">Of the folder as a whole; databases have versions of their own.</param>
/// <param name="FolderId">Random, for ever: tells two folders apart.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Databases">File names of the databases that were initialised.</param>
internal sealed record DataMarker(int Format, Guid FolderId, DateTimeOffset CreatedAt, IReadOnlyList<string> Databases)
{
    public const string FileName = "backoffice.json";
    public const int KnownFormat = 1;

    public static DataMarker Create(string path, TimeProvider clock)
    {
        var marker = new DataMarker(KnownFormat, Guid.NewGuid(), clock.GetUtcNow(), []);
        marker.Write(path);
        return marker;
    }

    public static DataMarker Read(string path)
    {
        DataMarker? marker;
        try
        {
            marker = JsonSerializer.Deserialize(File.ReadAllBytes(path), DataMarkerJson.Default.DataMarker);
        }
        catch (JsonException e)
        {
            throw Unreadable(path, e);
        }

        if (marker is not { Format: > 0, Databases: not null })
            throw Unreadable(path, null);
        return marker.Format <= KnownFormat ? marker : throw DataRefused.Newer(path, marker.Format, KnownFormat);
    }

    /// <summary>All or nothing: the new file is on disk before it takes the old one's name.</summary>
    public void Write(string path)
    {
        var next = path + ".new";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, this, DataMarkerJson.Default.DataMarker);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    private static DataRefused Unreadable(string path, Exception? inner) => new(
        DataRefusal.Damaged, path, $"The marker {path} cannot be read.",
        "Put it back from a backup: it says which databases must be there. Do not delete it.", inner);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DataMarker))]
internal sealed partial class DataMarkerJson : JsonSerializerContext;
