using System.Security.Cryptography;
using BackOffice.Core.Fulfilment;

namespace BackOffice.Core.Backends.Embedded;

/// <summary>The data folder's key for voucher codes, made once. Without it no code can be shown or found again, so it is never made anew beside old orders.</summary>
public static class VoucherKey
{
    private const string Name = "voucher.key";

    /// <exception cref="DataRefused">The key is missing beside an order store that exists, or has the wrong length.</exception>
    public static VoucherVault Open(DataFolder folder)
    {
        var keys = Directory.CreateDirectory(folder.PathOf("keys")).FullName;
        var path = Path.Combine(keys, Name);
        if (!File.Exists(path))
        {
            if (folder.IsInitialised(Name))
                throw DataRefused.Missing(path);
            Write(path, RandomNumberGenerator.GetBytes(VoucherVault.KeyBytes));
            folder.MarkInitialised(Name);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == VoucherVault.KeyBytes ? new VoucherVault(key) : throw DataRefused.Damaged(path, $"it has {key.Length} bytes.");
    }

    private static void Write(string path, byte[] key)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.WriteThrough };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(key);
        file.Flush(flushToDisk: true);
    }
}
