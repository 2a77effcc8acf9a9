using System.Data.Common;
using Notes;
using Npgsql;

// notes REGISTRATION DATABASE: keeps notes, and says of every failure what it has seen of it. The database is a file; for postgres, a
// connection string.
var (registration, file) = (args[0], args[1]);
var isPostgres = registration == "postgres";
var builder = registration == "slim" ? WebApplication.CreateSlimBuilder() : WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
_ = registration switch
{
    "instance" => builder.Services.AddSingleton<DbDataSource>(new NoteSource(file)),
    "type" => builder.Services.AddSingleton(new NoteFile(file)).AddSingleton<DbDataSource, NoteSource>(),
    "keyed" => builder.Services.AddKeyedSingleton<DbDataSource>("notes", (_, _) => new NoteSource(file)).AddSingleton(parts => new NoteStore(parts.GetRequiredKeyedService<DbDataSource>("notes"), isPostgres)),
    "postgres" => builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(file)).AddSingleton<DbDataSource>(parts => parts.GetRequiredService<NpgsqlDataSource>()),
    _ => builder.Services.AddSingleton<DbDataSource>(_ => new NoteSource(file)),
};
if (registration != "keyed")
    builder.Services.AddSingleton(parts => new NoteStore(parts.GetRequiredService<DbDataSource>(), isPostgres));
var app = builder.Build();
app.Use(async (context, next) =>
{
    try
    {
        await next(context);
    }
    catch (Exception seen) when (seen is DbException or OperationCanceledException or TimeoutException)
    {
        context.Response.StatusCode = 500;
        await context.Response.WriteAsync($"{seen.GetType().Name}: {seen.Message}");
    }
});
app.MapGet("/", (NoteStore notes) => notes.Read());
app.MapGet("/count", (NoteStore notes) => notes.Count());
app.MapPost("/plain/{text}", (NoteStore notes, string text) => notes.Add(text));
app.MapPost("/returning/{text}", (NoteStore notes, string text) => notes.AddReturning(text));
app.MapPost("/typed/{text}", (NoteStore notes, string text) => notes.AddTyped(text));
app.MapPost("/transaction/{text}", (NoteStore notes, string text) => notes.AddInTransaction(text));
app.MapPost("/batch/{text}", (NoteStore notes, string text) => notes.AddBatch(text));
app.MapPost("/twice/{text}", (NoteStore notes, string text) => notes.AddTwice(text));
app.MapPost("/patient/{text}", (NoteStore notes, string text, int milliseconds) => notes.AddWithin(text, TimeSpan.FromMilliseconds(milliseconds)));
await app.StartAsync();
app.Services.GetRequiredService<NoteStore>().Prepare();
Console.WriteLine(app.Urls.First());
await Console.In.ReadToEndAsync();
await app.StopAsync();
