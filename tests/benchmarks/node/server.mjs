// Answers every request as DynamoDB answers GetItem, at once, and prints its port: the same server for every language that is measured.
import { createServer } from 'node:http';

const body = Buffer.from('{"Item":{"id":{"S":"order-1"},"total":{"N":"120"},"customer":{"S":"c-4711"},"paid":{"BOOL":true}}}');
const headers = {
  'Content-Type': 'application/x-amz-json-1.0',
  'Content-Length': body.length,
  'x-amzn-RequestId': '0AB1CDEFGHIJKLMNOPQRSTUV2WVV4KQNSO5AEMVJF66Q9ASUAAJG',
};
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, headers).end(body));
});
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
