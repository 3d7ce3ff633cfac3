using Microsoft.EntityFrameworkCore;

namespace BackOffice.TrialSignIn;

/// <summary>Tokens and clients of the trial provider, in memory: gone with the process.</summary>
internal sealed class TrialDatabase(DbContextOptions<TrialDatabase> options) : DbContext(options);
