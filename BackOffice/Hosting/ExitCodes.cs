namespace BackOffice.Hosting;

/// <summary>What the process ends with; scripts may rely on these. From 64 on they follow sysexits.h.</summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Something unexpected; the message and the log say what.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>An import finished, and some lines were bad and left out.</summary>
    public const int SomeLinesBad = 3;

    /// <summary>The audit log does not verify.</summary>
    public const int AuditBroken = 4;

    /// <summary>The command was understood and refused: conflict, not found, forbidden, a rule of the business.</summary>
    public const int Refused = 5;

    /// <summary>A workflow was run, and its execution did not succeed.</summary>
    public const int ExecutionFailed = 6;

    /// <summary>The address is in use, or cannot be bound.</summary>
    public const int AddressUnavailable = 69;

    /// <summary>The data folder is damaged, newer than the program, or not writable.</summary>
    public const int DataUnusable = 74;

    /// <summary>Another process owns the data folder and does not answer on its socket.</summary>
    public const int DataInUse = 75;

    /// <summary>The trial sign-in was asked for where it must not exist.</summary>
    public const int UnsafeSignIn = 77;

    /// <summary>One or more settings are missing or wrong; all are named.</summary>
    public const int BadConfiguration = 78;
}
