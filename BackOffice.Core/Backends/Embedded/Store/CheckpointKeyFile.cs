using System.Security.Cryptography;
using BackOffice.Core.Audit;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>The signing key in <c>keys/audit-checkpoints.pem</c> of the data folder, readable by its owner alone; made at the first start.</summary>
public sealed class CheckpointKeyFile : ICheckpointKey, IDisposable
{
    private const string FileName = "audit-checkpoints.pem";
    private readonly ECDsa _key;
    private readonly Lock _gate = new();

    private CheckpointKeyFile(ECDsa key)
    {
        _key = key;
        KeyId = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
    }

    /// <inheritdoc/>
    public string KeyId { get; }

    /// <summary>Reads the key, or makes it where the folder never had one.</summary>
    /// <exception cref="DataRefused">The key was there once and is gone, or cannot be read: a new one would make every old checkpoint doubtful.</exception>
    public static CheckpointKeyFile Open(DataFolder folder)
    {
        var path = folder.PathOf(Path.Combine("keys", FileName));
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            if (File.Exists(path))
                key.ImportFromPem(File.ReadAllText(path));
            else if (folder.IsInitialised(FileName))
                throw Refused(path, "is missing", null);
            else
                Write(path, key);
            folder.MarkInitialised(FileName);
            return new CheckpointKeyFile(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw Refused(path, "cannot be read", e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> content)
    {
        lock (_gate)
            return _key.SignData(content, HashAlgorithmName.SHA256);
    }

    /// <inheritdoc/>
    public bool Verify(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
            return _key.VerifyData(content, signature, HashAlgorithmName.SHA256);
    }

    public void Dispose() => _key.Dispose();

    /// <summary>On disk under another name first, so that a crash leaves no half key.</summary>
    private static void Write(string path, ECDsa key)
    {
        var folder = Path.GetDirectoryName(path) ?? throw new ArgumentException("The key needs a folder.", nameof(path));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var next = path + ".new";
        File.Delete(next);
        using (var file = new FileStream(next, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path);
    }

    private static DataRefused Refused(string path, string what, Exception? inner) => new(
        inner is null ? DataRefusal.Missing : DataRefusal.Damaged, path, $"The key {path}, which signs audit checkpoints, {what}.",
        "Put it back from a backup. A new key is never made in its place: the checkpoints signed with the old one could not be checked any more.", inner);
}
