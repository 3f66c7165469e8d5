// A person with matrix-js-sdk: signs in and takes the steps that it is told, one after the other.
//
// `node talk.mjs` reads {sdk, baseUrl, user, password, room} and then a step a line from its input,
// and writes what came of each: an event's id, or the error as an app would have it.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

setTimeout(() => process.exit(3), 60_000).unref();
for (const level of ["log", "info", "debug", "warn", "error", "trace"]) console[level] = () => {};
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const asked = JSON.parse((await lines.next()).value);
const sdk = await import(pathToFileURL(asked.sdk));
const told = (name, content) => process.stdout.write(JSON.stringify({ name, ...content }) + "\n");

const baseUrl = asked.baseUrl;
const session = await sdk.createClient({ baseUrl }).loginRequest({
    type: "m.login.password",
    identifier: { type: "m.id.user", user: asked.user },
    password: asked.password,
    initial_device_display_name: "matrix-js-sdk",
});
const client = sdk.createClient({
    baseUrl,
    userId: session.user_id,
    deviceId: session.device_id,
    accessToken: session.access_token,
});

await new Promise((done) => {
    client.on(sdk.ClientEvent.Sync, (state) => state === "PREPARED" && done());
    client.startClient({ initialSyncLimit: 20 });
});
told("signed_in", { user: session.user_id });

const steps = {
    join: async () => (await client.joinRoom(asked.room)).roomId,
    send: async ({ body }) => (await client.sendTextMessage(asked.room, body)).event_id,
    edit: async ({ of, body }) => {
        const anew = { msgtype: "m.text", body };
        const relation = { rel_type: "m.replace", event_id: of };
        const content = { ...anew, "m.new_content": anew, "m.relates_to": relation };
        return (await client.sendEvent(asked.room, "m.room.message", content)).event_id;
    },
    react: async ({ of, key }) => {
        const relation = { rel_type: "m.annotation", event_id: of, key };
        const content = { "m.relates_to": relation };
        return (await client.sendEvent(asked.room, "m.reaction", content)).event_id;
    },
    upload: async ({ text, file }) => {
        const content = new Blob([text], { type: "text/plain" });
        const { content_uri: url } = await client.uploadContent(content, { name: file });
        const said = { msgtype: "m.file", body: file, url, info: { mimetype: "text/plain" } };
        return (await client.sendMessage(asked.room, said)).event_id;
    },
};

for await (const line of lines) {
    const { name, ...step } = JSON.parse(line);
    try {
        const id = await steps[name](step);
        if (name !== "join") await client.fetchRoomEvent(asked.room, id);
        told(name, { id });
    } catch (error) {
        told(name, { refused: { status: error.httpStatus, code: error.errcode, ...error.data } });
    }
}
client.stopClient();
process.exit(0);
