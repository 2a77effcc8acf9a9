using System.Text.Json.Serialization;
using Seatrial.Registry.Audit;
using Seatrial.Registry.Crates;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Tokens;
using Seatrial.Registry.Users;

namespace Seatrial.Registry.Http;

/// <summary>The registry's own JSON bodies, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CratesBody))]
[JsonSerializable(typeof(CrateAndVersions))]
[JsonSerializable(typeof(OneVersion))]
[JsonSerializable(typeof(VersionsBody))]
[JsonSerializable(typeof(DependenciesBody))]
[JsonSerializable(typeof(ReverseDependenciesBody))]
[JsonSerializable(typeof(CrateDownloadsBody))]
[JsonSerializable(typeof(VersionDownloadsBody))]
[JsonSerializable(typeof(KeywordsBody))]
[JsonSerializable(typeof(OneKeyword))]
[JsonSerializable(typeof(CategoriesBody))]
[JsonSerializable(typeof(OneCategory))]
[JsonSerializable(typeof(SummaryBody))]
[JsonSerializable(typeof(PublicUserBody))]
[JsonSerializable(typeof(NewTokenBody))]
[JsonSerializable(typeof(TokensBody))]
[JsonSerializable(typeof(CreatedTokenBody))]
[JsonSerializable(typeof(NewUser))]
[JsonSerializable(typeof(LockRequest))]
[JsonSerializable(typeof(MeBody))]
[JsonSerializable(typeof(CreatedUserBody))]
[JsonSerializable(typeof(AuditBody))]
[JsonSerializable(typeof(JobsBody))]
internal sealed partial class RegistryJson : JsonSerializerContext;
